package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ImageFile;
import io.headwater.cli.client.ImageFiles;
import io.headwater.cli.client.Outcomes;
import io.headwater.cli.client.Score;
import io.headwater.service.ServiceConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Sends image files to be classified. */
@Command(
        name = "produce",
        description = {
            "Sends the image files of a directory to be classified.",
            "",
            "Each file becomes one event. Its id is the path below DIR and the beginning of the content's hash, so the"
                    + " same file has the same id every time. With --wait the command ends when all are classified;"
                    + " with --score it also compares the classifications with the names of the sub-directories,"
                    + " without sending these as labels.",
            "",
            "Example: headwater produce photos/test --score",
            ""
        })
public final class ProduceCommand extends ClientCommand {

    @Mixin
    private SendOptions send = new SendOptions();

    @Option(
            names = "--score",
            description = "Take sub-directory names as the truth, and print accuracy and recall by label. Implies"
                    + " --wait; sends no labels.")
    private boolean score;

    @Override
    void execute(Output output) {
        requireSource(send);
        send.await |= score;
        ServiceConfig config = config();
        List<ImageFile> files =
                ImageFiles.list(send.directory, config.imageLimits().imageMaxBytes());
        Map<String, Object> summary = new LinkedHashMap<>();
        try (Cluster cluster = Cluster.connect(config)) {
            ImageSending sending = new ImageSending(cluster, send, output);
            try (Outcomes outcomes = sending.send(files, (file, event) -> {}, summary)) {
                output.text("Sent " + files.size() + " images to "
                        + cluster.topics().images().name() + " in " + summary.get("seconds") + " s.");
                if (outcomes != null) {
                    ImageSending.summarize(outcomes, summary);
                    ImageSending.report(outcomes, output);
                    reportScore(outcomes.score(), summary, output);
                }
                output.json(summary);
                if (outcomes != null) {
                    sending.requireAll(outcomes);
                }
            }
        }
    }

    private void requireSource(SendOptions options) {
        if (options.key == SendOptions.Key.SOURCE && options.source == null) {
            throw new ParameterException(spec.commandLine(), "--key-by source needs --source NAME");
        }
    }

    private void reportScore(Score result, Map<String, Object> summary, Output output) {
        if (!score) {
            return;
        }
        summary.put("accuracy", result.accuracy());
        Map<String, Object> recall = new LinkedHashMap<>();
        result.labels().forEach(label -> recall.put(label.label(), label.recall()));
        summary.put("recall", recall);
        output.text(String.format(Locale.ROOT, "Accuracy %.3f", result.accuracy()));
        for (Score.Label label : result.labels()) {
            output.text(String.format(
                    Locale.ROOT,
                    "  %-20s recall %.3f  (%d of %d)",
                    label.label(),
                    label.recall(),
                    label.correct(),
                    label.images()));
        }
    }
}
