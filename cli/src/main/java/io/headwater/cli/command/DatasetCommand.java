package io.headwater.cli.command;

import picocli.CommandLine.Command;

/** The labelled images that versions are made of. */
@Command(
        name = "dataset",
        description = "The dataset: the labelled images that the trainer has collected in the artifact store.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DatasetStatsCommand.class, DatasetExportCommand.class})
public final class DatasetCommand extends CommandGroup {}
