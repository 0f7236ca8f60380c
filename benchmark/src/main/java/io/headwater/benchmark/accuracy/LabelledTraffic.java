package io.headwater.benchmark.accuracy;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.client.TopicReader;
import io.headwater.vision.Classification;
import io.headwater.vision.Decision;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainProgress;
import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Sends pictures to a platform, with their labels or without, and asks for retrainings, as a user's program would. */
final class LabelledTraffic implements AutoCloseable {

    private static final long IMAGE_INTERVAL_MILLIS = 100;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final double NANOS = 1e9;

    /**
     * Since a request was sent.
     *
     * @param untilAnswered until its answer could be read
     * @param untilLive until a classification by its version could be read
     * @param phases how long the trainer was in each of its phases but the last, in their order
     */
    record Seconds(double untilAnswered, double untilLive, Map<RetrainPhase, Double> phases) {}

    private final Cluster cluster;
    private final List<Picture> pictures;
    private final RecordSender<ImageEvent> images;
    private final RecordSender<Feedback> labels;
    private final RecordSender<RetrainRequest> requests;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int sent;
    private ScheduledFuture<?> sending;

    LabelledTraffic(Cluster cluster, List<Picture> pictures) {
        this.cluster = cluster;
        this.pictures = pictures;
        this.images = RecordSender.open(cluster, cluster.topics().images());
        this.labels = RecordSender.open(cluster, cluster.topics().feedback());
        this.requests = RecordSender.open(cluster, cluster.topics().retrainRequests());
    }

    /** Sends pictures with their labels; they begin anew when all have been sent. */
    void label(int count) {
        for (int i = 0; i < count; i++) {
            String event = sendNext();
            labels.send(
                    event,
                    Feedback.newBuilder()
                            .setEventId(event)
                            .setLabel(pictures.get(i % pictures.size()).label())
                            .setLabelledAt(Instant.now())
                            .build());
        }
        images.flush();
        labels.flush();
    }

    /** Returns the event's id. */
    private String sendNext() {
        String event = "event-" + sent;
        Picture picture = pictures.get(sent++ % pictures.size());
        images.send(
                event,
                ImageEvent.newBuilder()
                        .setEventId(event)
                        .setBytes(picture.buffer())
                        .build());
        return event;
    }

    /** From now on a picture is sent every tenth of a second, without its label; nothing else may be sent. */
    void keepSending() {
        sending = clock.scheduleAtFixedRate(this::sendNext, 0, IMAGE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Asks for a retraining while pictures are being sent; waits for its answer and for what its version classifies. */
    Seconds retrain(String requestId, Map<String, String> overrides) {
        try (TopicReader<RetrainResult> answers =
                        TopicReader.fromNow(cluster, cluster.topics().retrainResults());
                TopicReader<RetrainProgress> progress =
                        TopicReader.fromNow(cluster, cluster.topics().retrainProgress());
                TopicReader<Classification> classified =
                        TopicReader.fromNow(cluster, cluster.topics().classifications())) {
            long start = System.nanoTime();
            requests.sendNow(
                    cluster.config().modelName(),
                    RetrainRequest.newBuilder()
                            .setRequestId(requestId)
                            .setModel(cluster.config().modelName())
                            .setReason(RetrainReason.MANUAL)
                            .setOverrides(overrides)
                            .setRequestedAt(Instant.now())
                            .build());
            RetrainResult answer = await(answers, each -> each.getRequestId().equals(requestId));
            double untilAnswered = (System.nanoTime() - start) / NANOS;
            if (answer.getDecision() != Decision.PROMOTED) {
                throw new IllegalStateException(requestId + " " + answer.getDecision() + ": " + answer.getReason());
            }
            await(classified, each -> answer.getVersion().equals(each.getVersion()));
            double untilLive = (System.nanoTime() - start) / NANOS;
            return new Seconds(untilAnswered, untilLive, phases(progress.readToEnd(), requestId));
        }
    }

    private static Map<RetrainPhase, Double> phases(
            List<TopicReader.Entry<RetrainProgress>> progress, String requestId) {
        Map<RetrainPhase, Instant> began = new EnumMap<>(RetrainPhase.class);
        progress.stream()
                .map(TopicReader.Entry::value)
                .filter(each -> each.getRequestId().equals(requestId))
                .forEach(each -> began.putIfAbsent(each.getPhase(), each.getAt()));
        List<RetrainPhase> order = began.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        Map<RetrainPhase, Double> seconds = new LinkedHashMap<>();
        for (int i = 0; i + 1 < order.size(); i++) {
            Duration length = Duration.between(began.get(order.get(i)), began.get(order.get(i + 1)));
            seconds.put(order.get(i), length.toNanos() / NANOS);
        }
        return seconds;
    }

    private <V extends SpecificRecord> V await(TopicReader<V> reader, Predicate<V> wanted) {
        while (true) {
            for (TopicReader.Entry<V> entry : reader.poll(POLL)) {
                if (wanted.test(entry.value())) {
                    return entry.value();
                }
            }
            if (sending.isDone()) {
                throw new IllegalStateException("Pictures cannot be sent any more");
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        images.close();
        labels.close();
        requests.close();
    }
}
