package io.headwater.cli.command;

import io.headwater.service.ServiceConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common: the options, and where they write. */
abstract class ClientCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    ClientOptions client = new ClientOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** Does the command's work; a {@link io.headwater.cli.CliException} ends it with exit code 1. */
    abstract void execute(Output output) throws Exception;

    @Override
    public final Integer call() throws Exception {
        execute(new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), client.json));
        return 0;
    }

    ServiceConfig config() {
        return client.serviceConfig();
    }
}
