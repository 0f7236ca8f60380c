package io.headwater.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** One run of the command line in this JVM: its exit code and what it wrote. */
public record CommandRun(int code, String out, String err) {

    /** Runs against a platform. */
    public static CommandRun on(io.headwater.cli.platform.LocalPlatform platform, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", platform.dataDirectory().toString()));
        return of(all.toArray(String[]::new));
    }

    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Headwater.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }

    public List<String> outLines() {
        return out.lines().toList();
    }

    /** What went wrong, on standard error; fails where that is not exactly one line. */
    public String errorLine() {
        if (err.lines().count() != 1) {
            throw new AssertionError("not one line: " + err);
        }
        return err.strip();
    }
}
