package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.TopicReader;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows classifications. */
@Command(
        name = "results",
        description = {
            "Shows classifications as they are made, until Ctrl-C.",
            "",
            "One line each: event id, label, probability, model version. With --json one object a line. To label an"
                    + " event, give its id to 'headwater feedback'.",
            "",
            "Example: headwater results --from-beginning --max 100 --json",
            ""
        })
public final class ResultsCommand extends ClientCommand {

    private static final Duration POLL = Duration.ofMillis(200);

    @Option(names = "--from-beginning", description = "Begin with the oldest classification that is kept.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Stop after this many.")
    private Long max;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Stop after this long without a new one; with --max it is an error then.")
    private Double timeoutSeconds;

    @Override
    void execute(Output output) {
        Interruption interruption = Interruption.ofCurrentThread();
        try (Cluster cluster = Cluster.connect(config());
                TopicReader<Classification> reader = fromBeginning
                        ? TopicReader.fromBeginning(cluster, cluster.topics().classifications())
                        : TopicReader.fromNow(cluster, cluster.topics().classifications())) {
            follow(reader, output);
        } catch (InterruptException e) {
            if (!interruption.happened()) {
                throw e;
            }
        }
    }

    private void follow(TopicReader<Classification> reader, Output output) {
        long shown = 0;
        long lastNews = System.nanoTime();
        while (true) {
            for (TopicReader.Entry<Classification> entry : reader.poll(POLL)) {
                lastNews = System.nanoTime();
                if (entry.value() != null) {
                    output.text(line(entry.value()));
                    output.json(AvroJson.of(entry.value()));
                    if (max != null && ++shown >= max) {
                        return;
                    }
                }
            }
            if (timeoutSeconds != null && (System.nanoTime() - lastNews) / 1e9 >= timeoutSeconds) {
                if (max != null) {
                    throw new CliException(shown + " of " + max + " classifications, and no new one for "
                            + timeoutSeconds + " s; send images with 'headwater produce', or see whether the"
                            + " classifier runs");
                }
                return;
            }
        }
    }

    private static String line(Classification result) {
        if (result.getStatus() != ClassificationStatus.CLASSIFIED) {
            return String.format(Locale.ROOT, "%-44s %s", result.getEventId(), "(no model yet)");
        }
        return String.format(
                Locale.ROOT,
                "%-44s %-16s %.3f  v%d",
                result.getEventId(),
                result.getLabel(),
                result.getConfidence(),
                result.getVersion());
    }
}
