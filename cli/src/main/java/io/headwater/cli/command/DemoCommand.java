package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.demo.Demo;
import io.headwater.cli.demo.DemoOptions;
import io.headwater.cli.demo.audit.DemoReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater demo}. */
@Command(
        name = "demo",
        description = {
            "Shows the whole loop on this machine: a camera, a broker, a classifier, a person who labels, a trainer.",
            "",
            "Starts a platform of its own on free ports, with generated pictures of product surfaces. Nothing is"
                    + " downloaded; it takes two to five minutes. At the end the topics are read from beginning to end: the"
                    + " exit code is 0 only if every event was answered exactly once.",
            "",
            "Example: headwater demo --headless --report report.json",
            ""
        })
public final class DemoCommand implements Callable<Integer> {

    /** System property: whether standard output is a terminal; set by the launcher. */
    private static final String TERMINAL_PROPERTY = "headwater.terminal.out";

    @Spec
    private CommandSpec spec;

    @Option(names = "--headless", description = "Plain lines, for scripts and logs.")
    private boolean headless;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what the topics say to this file, as JSON.")
    private Path report;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "" + DemoOptions.DEFAULT_EVENTS,
            description = "How long the story is, roughly, in events (default: ${DEFAULT-VALUE}). In a short one the"
                    + " versions see fewer labels and get less far.")
    private int events;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the pictures and the event ids (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--keep", description = "Keep the temporary directory.")
    private boolean keep;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "An empty or new directory for topics, models and logs, which stays. Default: a temporary one.")
    private Path dataDirectory;

    @Option(
            names = "--json",
            description = "Write the report to standard output; the narration goes to standard error.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show log messages and stack traces on standard error.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        Output output =
                new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        check(events >= DemoOptions.MIN_EVENTS, "--events must be at least " + DemoOptions.MIN_EVENTS);
        check(seed >= 0, "--seed must not be negative");
        Interruption.ofCurrentThread();
        boolean plain = headless || json || !Boolean.getBoolean(TERMINAL_PROPERTY);
        // With --json standard output is for the report alone.
        PrintStream narration = json ? System.err : System.out;
        DemoOptions options = new DemoOptions(dataDirectory, keep, report, events, seed);
        DemoReport result = new Demo(options, narration, plain).run();
        output.json(result);
        if (!result.lossless()) {
            throw new CliException(result.lost() + " events were lost and " + result.duplicates() + " repeated");
        }
        return 0;
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
