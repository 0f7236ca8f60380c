package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import io.headwater.cli.demo.audit.DemoReport;
import io.headwater.cli.demo.audit.TopicAudit;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.Consumer;

/** Plays the story on a local platform of its own, and reports what the topics say about it. */
public final class Demo {

    private final DemoOptions options;
    private final DemoPlan plan;
    private final DemoView view;

    /** @param plain whether the narration is plain lines, without colours and moving bars */
    public Demo(DemoOptions options, PrintStream narration, boolean plain) {
        this.options = options;
        plan = DemoPlan.of(options.seed(), options.events());
        view = plain ? new PlainView(narration, Bars.ascii()) : new TerminalView(narration, Bars.ofTerminal());
    }

    /**
     * Runs from an empty data directory to the report; the platform has stopped when it returns.
     *
     * @throws CliException where the platform does not start or the story does not get on
     */
    public DemoReport run() {
        checkReportFile();
        try (DemoDirectory directory = DemoDirectory.open(options.dataDirectory(), options.keep())) {
            try {
                DemoReport report = run(directory.path());
                conclude(report, directory);
                return report;
            } catch (CancellationException e) {
                throw new CliException(e.getMessage(), e);
            } catch (RuntimeException e) {
                directory.keep();
                throw e;
            } finally {
                if (directory.stays()) {
                    view.say("");
                    view.say("Topics, models and logs stay in " + directory.path());
                }
            }
        }
    }

    private DemoReport run(Path dataDirectory) {
        view.say("Starting a local platform in " + dataDirectory);
        PlatformOptions platformOptions = PlatformOptions.in(dataDirectory).onFreePorts();
        try (LocalPlatform platform = LocalPlatform.start(platformOptions, part -> view.say("  " + part));
                DemoClients clients = new DemoClients(platform.config());
                Stage stage = new Stage(clients, plan, view)) {
            DemoStory.tell(stage);
            stage.drain();
            try (Consumer<byte[], byte[]> consumer = clients.consumer("demo-audit")) {
                return new TopicAudit(consumer, clients.decoder(), clients.topics())
                        .report(stage.ledger().all(), DemoStory.PHASES);
            }
        }
    }

    /** Reports, and leaves the topics of a run that lost or repeated events: they are the evidence. */
    void conclude(DemoReport report, DemoDirectory directory) {
        if (!report.lossless()) {
            directory.keep();
        }
        view.summary(report);
        write(report);
    }

    /** A report that cannot be written shows before the run, not after it. */
    private void checkReportFile() {
        if (options.report() != null) {
            Path parent = options.report().toAbsolutePath().getParent();
            if (!Files.isDirectory(parent) || Files.isDirectory(options.report())) {
                throw new CliException("Cannot write the report to " + options.report()
                        + ": it must be a file in a directory that exists");
            }
        }
    }

    private void write(DemoReport report) {
        if (options.report() == null) {
            return;
        }
        try {
            Files.writeString(options.report(), report.json() + System.lineSeparator());
        } catch (IOException e) {
            throw new CliException("Cannot write the report to " + options.report() + " (" + e + ")", e);
        }
    }
}
