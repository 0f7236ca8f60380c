package io.headwater.cli.command;

import picocli.CommandLine.Command;

/** The versions of the model. */
@Command(
        name = "models",
        description = "The versions of the model: look at them, choose which one serves, take one out.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsListCommand.class,
            ModelsShowCommand.class,
            ModelsDiffCommand.class,
            ModelsPromoteCommand.class,
            ModelsRollbackCommand.class,
            ModelsExportCommand.class
        })
public final class ModelsCommand extends CommandGroup {}
