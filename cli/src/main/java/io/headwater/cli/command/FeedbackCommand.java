package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.LabelFile;
import io.headwater.cli.client.RecordSender;
import io.headwater.vision.Feedback;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Sends labels. */
@Command(
        name = "feedback",
        description = {
            "Sends the right label of an event, or of many from a CSV file.",
            "",
            "The label is joined to the classification of the event, whether it confirms or corrects it, and becomes a"
                    + " training sample. It may come before the classification or days after it; the last label of an"
                    + " event wins. Event ids are shown by 'headwater results'.",
            "",
            "The CSV file has the columns event_id, label and, if you like, annotator; a first line with these names is"
                    + " optional.",
            "",
            "Examples:",
            "  headwater feedback cam1/0001.jpg@3f2a9c01d4e5 scratch",
            "  headwater feedback --csv labels.csv",
            ""
        })
public final class FeedbackCommand extends ClientCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "EVENT_ID", description = "The event.")
    private String eventId;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LABEL", description = "Its right label.")
    private String label;

    @Option(names = "--csv", paramLabel = "FILE", description = "Labels from a CSV file.")
    private Path csv;

    @Option(
            names = "--annotator",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who gave the labels (default: ${DEFAULT-VALUE}).")
    private String annotator;

    @Override
    void execute(Output output) {
        boolean single = eventId != null && label != null;
        if (single == (csv != null) || (eventId != null && label == null)) {
            throw new ParameterException(spec.commandLine(), "Give either EVENT_ID and LABEL, or --csv FILE");
        }
        List<LabelFile.Line> lines =
                csv != null ? LabelFile.read(csv) : List.of(new LabelFile.Line(eventId, label, null));
        try (Cluster cluster = Cluster.connect(config());
                RecordSender<Feedback> sender =
                        RecordSender.open(cluster, cluster.topics().feedback());
                Progress progress = Progress.of("Sending", lines.size(), output.isJson())) {
            for (LabelFile.Line line : lines) {
                sender.send(line.eventId(), feedback(line));
                progress.step();
            }
            sender.flush();
            output.text("Sent " + lines.size() + (lines.size() == 1 ? " label" : " labels") + " to "
                    + cluster.topics().feedback().name() + ".");
            output.json(Map.of("labels", lines.size()));
        }
    }

    private Feedback feedback(LabelFile.Line line) {
        return Feedback.newBuilder()
                .setEventId(line.eventId())
                .setLabel(line.label())
                .setAnnotator(line.annotator() == null ? annotator : line.annotator())
                .setLabelledAt(Instant.now())
                .build();
    }
}
