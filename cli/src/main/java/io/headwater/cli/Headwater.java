package io.headwater.cli;

import io.headwater.cli.command.BackboneCommand;
import io.headwater.cli.command.DatasetCommand;
import io.headwater.cli.command.DemoCommand;
import io.headwater.cli.command.FeedbackCommand;
import io.headwater.cli.command.ImportCommand;
import io.headwater.cli.command.ModelsCommand;
import io.headwater.cli.command.ProduceCommand;
import io.headwater.cli.command.ResultsCommand;
import io.headwater.cli.command.RetrainCommand;
import io.headwater.cli.command.ReviewCommand;
import io.headwater.cli.command.TopicsCommand;
import io.headwater.cli.command.UpCommand;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code headwater} command. */
@Command(
        name = "headwater",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Classifies a stream of images and keeps learning from the labels people send back.",
            "",
            "Start here: 'headwater demo' shows the whole loop; 'headwater up' starts the same platform for your own"
                    + " images and clients."
        },
        footer = {
            "",
            "Every option is also an environment variable: --bootstrap-servers is HEADWATER_BOOTSTRAP_SERVERS.",
            "Exit codes: 0 done, 1 it failed (one line says why and what to do), 2 wrong usage.",
            "'headwater help COMMAND' explains a command."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ProduceCommand.class,
            ImportCommand.class,
            ResultsCommand.class,
            FeedbackCommand.class,
            ReviewCommand.class,
            RetrainCommand.class,
            ModelsCommand.class,
            BackboneCommand.class,
            DatasetCommand.class,
            TopicsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Headwater implements Runnable {

    private static final String VERBOSE = "--verbose";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Headwater() {}

    public static void main(String[] arguments) {
        if (isVerbose(arguments, System.getenv())) {
            System.setProperty(Logging.VERBOSE_PROPERTY, "true");
        }
        // Threads of engines and clients must not keep a finished command alive.
        System.exit(run(arguments));
    }

    /** Known before the arguments are parsed: parsing already uses what logs. */
    static boolean isVerbose(String[] arguments, Map<String, String> environment) {
        return Arrays.asList(arguments).contains("-v")
                || Arrays.asList(arguments).contains(VERBOSE)
                || Boolean.parseBoolean(environment.get(EnvironmentDefaults.variable(VERBOSE)));
    }

    /** Runs one command line and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The command line, for those who want to look at it: tests, and the generator of the reference page. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Headwater())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Headwater::failed)
                .setParameterExceptionHandler(Headwater::misused);
        commandLine.setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
        return commandLine;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static int misused(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        print(
                command,
                command.getCommandSpec().qualifiedName() + ": " + oneLine(error.getMessage()) + " (see '"
                        + command.getCommandSpec().qualifiedName() + " --help')");
        return ExitCode.USAGE;
    }

    private static int failed(Exception error, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        if (error instanceof CliException || error instanceof ConfigException) {
            print(command, name + ": " + oneLine(error.getMessage()));
        } else {
            print(command, name + ": " + oneLine(error.toString()) + " (run again with --verbose to see more)");
        }
        if (Boolean.getBoolean(Logging.VERBOSE_PROPERTY)) {
            error.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }

    private static void print(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(line);
        err.flush();
    }

    private static String oneLine(String message) {
        return message == null ? "unknown error" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
