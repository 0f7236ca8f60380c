package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ReviewList;
import io.headwater.vision.ReviewItem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Lists what to label next. */
@Command(
        name = "review",
        description = {
            "Lists the events whose label teaches the model most, those first that it was least sure of.",
            "",
            "One line each: event id, reason, what was predicted, model version. LOW_MARGIN: the model hesitated between"
                    + " two labels; the margin is the difference of their probabilities. DRIFT: an example of what came"
                    + " while the predictions had drifted. DISAGREEMENT: a label contradicts a confident prediction and"
                    + " is worth a second look. Events that have been labelled since are left out.",
            "",
            "Label one with 'headwater feedback EVENT_ID LABEL'. With --json one object a line.",
            "",
            "Example: headwater review --limit 50",
            ""
        })
public final class ReviewCommand extends ClientCommand {

    private static final Duration POLL = Duration.ofMillis(200);

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "List at most this many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--follow", description = "Go on with what comes up, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "With --follow: stop after this long without a new one.")
    private Double timeoutSeconds;

    @Override
    void execute(Output output) {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        Interruption interruption = Interruption.ofCurrentThread();
        try (Cluster cluster = Cluster.connect(config());
                ReviewList list = ReviewList.read(cluster)) {
            List<ReviewItem> open = list.open();
            open.stream().limit(limit).forEach(item -> show(item, output));
            if (follow) {
                follow(list, output);
            } else if (open.isEmpty()) {
                output.text("Nothing is up for review: what the model was unsure of has its label");
            } else if (open.size() > limit) {
                output.text((open.size() - limit) + " more; see them with --limit");
            }
        } catch (InterruptException e) {
            if (!interruption.happened()) {
                throw e;
            }
        }
    }

    private void follow(ReviewList list, Output output) {
        long lastNews = System.nanoTime();
        while (timeoutSeconds == null || (System.nanoTime() - lastNews) / 1e9 < timeoutSeconds) {
            List<ReviewItem> fresh = list.poll(POLL);
            if (!fresh.isEmpty()) {
                lastNews = System.nanoTime();
                fresh.forEach(item -> show(item, output));
            }
        }
    }

    private static void show(ReviewItem item, Output output) {
        output.text(line(item));
        output.json(AvroJson.of(item));
    }

    private static String line(ReviewItem item) {
        String scores = item.getScores().stream()
                .limit(2)
                .map(score -> String.format(Locale.ROOT, "%s %.3f", score.getLabel(), score.getScore()))
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%-44s %-12s %s%s  v%d",
                item.getEventId(),
                item.getReason(),
                scores,
                item.getGivenLabel() == null ? "" : ", labelled " + item.getGivenLabel(),
                item.getVersion());
    }
}
