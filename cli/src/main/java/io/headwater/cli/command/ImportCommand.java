package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ImageFile;
import io.headwater.cli.client.ImageFiles;
import io.headwater.cli.client.Outcomes;
import io.headwater.cli.client.RecordSender;
import io.headwater.service.ServiceConfig;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Sends labelled image files: events and feedback. */
@Command(
        name = "import",
        description = {
            "Sends the image files of a directory together with their labels.",
            "",
            "The name of the sub-directory that holds a file is its label: DIR/rose/1.jpg is a rose. Each file becomes"
                    + " an image event and a feedback record. Importing the same files again changes nothing: they"
                    + " have the same event ids. Files that are in DIR itself have no label and are left out.",
            "",
            "In a directory that 'headwater dataset export' wrote, its manifest.csv gives files their event ids and"
                    + " directories their labels back.",
            "",
            "Example: headwater import photos/train && headwater retrain --wait",
            ""
        })
public final class ImportCommand extends ClientCommand {

    @Mixin
    private SendOptions send = new SendOptions();

    @Option(
            names = "--annotator",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who gave the labels (default: ${DEFAULT-VALUE}).")
    private String annotator;

    @Override
    void execute(Output output) {
        if (send.key == SendOptions.Key.SOURCE && send.source == null) {
            throw new ParameterException(spec.commandLine(), "--key-by source needs --source NAME");
        }
        ServiceConfig config = config();
        List<ImageFile> all =
                ImageFiles.list(send.directory, config.imageLimits().imageMaxBytes());
        List<ImageFile> files =
                all.stream().filter(file -> file.directory() != null).toList();
        if (files.isEmpty()) {
            throw new CliException(
                    "The images are in " + send.directory + " itself; put them into sub-directories named"
                            + " by their label, or send them without labels with 'headwater produce'");
        }
        try (Cluster cluster = Cluster.connect(config);
                RecordSender<Feedback> feedback =
                        RecordSender.open(cluster, cluster.topics().feedback())) {
            send(cluster, feedback, files, all.size() - files.size(), output);
        }
    }

    private void send(
            Cluster cluster, RecordSender<Feedback> feedback, List<ImageFile> files, int skipped, Output output) {
        Map<String, Object> summary = new LinkedHashMap<>();
        Map<String, Integer> labels = new TreeMap<>();
        ImageSending sending = new ImageSending(cluster, send, output);
        try (Outcomes outcomes = sending.send(
                files,
                (file, event) -> {
                    feedback.send(event.getEventId(), feedback(file, event));
                    labels.merge(file.directory(), 1, Integer::sum);
                },
                summary)) {
            feedback.flush();
            summary.put("labels", labels);
            summary.put("withoutLabel", skipped);
            output.text("Sent " + files.size() + " images and as many labels in " + summary.get("seconds") + " s: "
                    + labels);
            if (skipped > 0) {
                output.remark(
                        skipped + " images in " + this.send.directory + " itself have no label and were left out.");
            }
            if (outcomes != null) {
                ImageSending.summarize(outcomes, summary);
                ImageSending.report(outcomes, output);
            }
            output.json(summary);
            if (outcomes != null) {
                sending.requireAll(outcomes);
            }
        }
    }

    private Feedback feedback(ImageFile file, ImageEvent event) {
        return Feedback.newBuilder()
                .setEventId(event.getEventId())
                .setLabel(file.directory())
                .setAnnotator(annotator)
                .setLabelledAt(Instant.now())
                .build();
    }
}
