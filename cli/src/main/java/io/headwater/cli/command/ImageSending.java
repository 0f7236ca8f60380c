package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ImageFile;
import io.headwater.cli.client.Outcomes;
import io.headwater.cli.client.RecordSender;
import io.headwater.vision.ImageEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Sends image files as events and reports what became of them; what {@code produce} and {@code import} share. */
final class ImageSending {

    private static final long NANOS = 1_000_000_000L;

    private final Cluster cluster;
    private final SendOptions options;
    private final Output output;

    ImageSending(Cluster cluster, SendOptions options, Output output) {
        this.cluster = cluster;
        this.options = options;
        this.output = output;
    }

    /**
     * Sends all files, waits where that was asked for, and fills the summary.
     *
     * @param alsoSend is called with each event that was sent
     * @return what became of the images; null unless asked to wait
     */
    Outcomes send(List<ImageFile> files, BiConsumer<ImageFile, ImageEvent> alsoSend, Map<String, Object> summary) {
        Outcomes outcomes = options.await ? new Outcomes(cluster) : null;
        try {
            long start = System.nanoTime();
            sendAll(files, alsoSend, outcomes);
            summary.put("images", files.size());
            summary.put("seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
            if (outcomes != null) {
                await(outcomes, files.size());
            }
            return outcomes;
        } catch (RuntimeException e) {
            if (outcomes != null) {
                outcomes.close();
            }
            throw e;
        }
    }

    private void sendAll(List<ImageFile> files, BiConsumer<ImageFile, ImageEvent> alsoSend, Outcomes outcomes) {
        try (RecordSender<ImageEvent> sender =
                        RecordSender.open(cluster, cluster.topics().images());
                Progress progress = Progress.of("Sending", files.size(), output.isJson())) {
            long start = System.nanoTime();
            int sent = 0;
            for (ImageFile file : files) {
                pace(start, sent++);
                ImageEvent event = file.event(options.source);
                sender.send(key(file, event), event, where -> {
                    if (outcomes != null) {
                        outcomes.sent(file, where);
                    }
                });
                alsoSend.accept(file, event);
                progress.step();
            }
            sender.flush();
        }
    }

    /** Sleeps until it is the image's turn. */
    private void pace(long start, int index) {
        if (options.rate != null && options.rate > 0) {
            long due = start + (long) (index / options.rate * NANOS);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private String key(ImageFile file, ImageEvent event) {
        return switch (options.key) {
            case EVENT -> event.getEventId();
            case DIRECTORY -> file.directory() == null ? "" : file.directory();
            case SOURCE -> options.source;
        };
    }

    private void await(Outcomes outcomes, int total) {
        try (Progress progress = Progress.of("Classified", total, output.isJson())) {
            outcomes.await(Duration.ofSeconds(options.timeoutSeconds), progress::stepTo);
        }
    }

    /** Adds what became of the images to the summary. */
    static void summarize(Outcomes outcomes, Map<String, Object> summary) {
        summary.put("classified", outcomes.score().classified());
        summary.put("withoutModel", outcomes.score().withoutModel());
        summary.put("deadLetters", new LinkedHashMap<>(outcomes.deadLetters()));
        summary.put("missing", outcomes.missing());
        summary.put("versions", outcomes.score().versions());
    }

    /** Says in words what became of the images. */
    static void report(Outcomes outcomes, Output output) {
        StringBuilder line =
                new StringBuilder("Classified ").append(outcomes.score().classified());
        outcomes.score()
                .versions()
                .forEach((version, count) ->
                        line.append(", ").append(count).append(" by version ").append(version));
        if (outcomes.score().classified() > 0) {
            output.text(line + ".");
        }
        if (outcomes.score().withoutModel() > 0) {
            output.text(outcomes.score().withoutModel()
                    + " came before the first model version; label them and run 'headwater retrain'.");
        }
        outcomes.deadLetters().forEach((error, count) -> output.text(count + " could not be classified: " + error));
    }

    /** Fails where nothing was heard of some of the images. */
    void requireAll(Outcomes outcomes) {
        if (outcomes.missing() > 0) {
            throw new CliException("No classification of " + outcomes.missing() + " images came within "
                    + options.timeoutSeconds + " s of the last; is the classifier running? Its health is at"
                    + " http://127.0.0.1:8090/health/ready with 'headwater up'");
        }
    }
}
