package io.headwater.cli.command;

import picocli.CommandLine.Command;

/** Pre-trained feature extractors. */
@Command(
        name = "backbone",
        description = "Backbones: the pre-trained feature extractors that models are built on.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackboneListCommand.class,
            BackboneFetchCommand.class,
            BackboneImportCommand.class,
            BackboneUseCommand.class,
            BackbonePretrainCommand.class
        })
public final class BackboneCommand extends CommandGroup {}
