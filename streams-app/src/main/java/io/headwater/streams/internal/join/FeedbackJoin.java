package io.headwater.streams.internal.join;

import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.Outcome;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Joins labels to predictions by event id, in either order of arrival.
 *
 * <p>Of several labels the last counts, by when they were given, then by arrival; each that counts becomes a sample,
 * repetitions do not. Where an event id is used again the latest prediction counts, for labels that come after it.
 * Both sides are forgotten after the retention, within half as long again; a label that found no prediction by then
 * becomes a dead letter.
 */
final class FeedbackJoin implements Processor<String, JoinInput, byte[], Outcome<JoinedLabel>> {

    private static final int LEAST_ROWS_PER_STEP = 10_000;
    private static final Duration LONGEST_SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final int SWEEPS_PER_RETENTION = 10;
    /** Rounds of sweeps: what has expired is gone half a retention later. */
    private static final int ROUNDS_PER_RETENTION = 2;

    private final FeedbackJoinSupplier settings;

    private ProcessorContext<byte[], Outcome<JoinedLabel>> context;
    private PredictionStore predictions;
    private KeyValueStore<String, Aged<Label>> labels;
    private WaitingLabels waitingLabels;
    private StoreSweeper<Aged<Prediction>> predictionSweeper;
    private StoreSweeper<Aged<Label>> labelSweeper;
    private Cancellable sweeping;
    private boolean busySinceSweep = true;

    FeedbackJoin(FeedbackJoinSupplier settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], Outcome<JoinedLabel>> context) {
        this.context = context;
        this.predictions = context.getStateStore(FeedbackJoinSupplier.PREDICTIONS);
        this.labels = context.getStateStore(FeedbackJoinSupplier.LABELS);
        this.waitingLabels = WaitingLabels.of(labels);
        Duration share = settings.retention().dividedBy(SWEEPS_PER_RETENTION);
        Duration interval = share.compareTo(LONGEST_SWEEP_INTERVAL) < 0 ? share : LONGEST_SWEEP_INTERVAL;
        int steps = (int) (settings.retention().dividedBy(interval) / ROUNDS_PER_RETENTION);
        this.predictionSweeper = new StoreSweeper<>(predictions.rows(), LEAST_ROWS_PER_STEP, steps);
        this.labelSweeper = new StoreSweeper<>(labels, LEAST_ROWS_PER_STEP, steps);
        if (sweeping != null) {
            // The task was revived; its clock goes on.
            sweeping.cancel();
        }
        sweeping = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    @Override
    public void process(Record<String, JoinInput> record) {
        busySinceSweep = true;
        if (record.value() instanceof PredictionBatch batch) {
            onPredictions(record, aged(batch, false));
        } else if (record.value() instanceof Label label) {
            onLabel(record, label);
        }
    }

    private void onPredictions(Record<String, JoinInput> record, Aged<PredictionBatch> batch) {
        predictions.put(batch);
        for (PredictionBatch.Entry entry : batch.value().entries()) {
            String eventId = entry.eventId();
            Aged<Label> waiting = waitingLabels.mayHave(eventId) ? labels.get(eventId) : null;
            if (waiting != null && !waiting.done()) {
                forwardSample(record.withKey(eventId), batch.with(entry.prediction()), waiting.value(), true);
                labels.put(eventId, waiting.asDone());
            }
        }
    }

    private void onLabel(Record<String, JoinInput> record, Label label) {
        String eventId = record.key();
        Aged<Label> earlier = labels.get(eventId);
        if (earlier != null && !label.supersedes(earlier.value())) {
            return;
        }
        Aged<Prediction> prediction = predictions.rows().get(eventId);
        if (prediction == null) {
            waitingLabels.add(eventId);
        } else {
            forwardSample(record, prediction, label, earlier == null);
        }
        labels.put(eventId, aged(label, prediction != null));
    }

    private void forwardSample(Record<String, JoinInput> record, Aged<Prediction> joined, Label label, boolean first) {
        Prediction prediction = joined.value();
        boolean predicted = prediction.label() != null;
        LabeledSample sample = LabeledSample.newBuilder()
                .setEventId(record.key())
                .setLabel(label.label())
                .setAnnotator(label.annotator())
                .setLabelledAt(Instant.ofEpochMilli(label.labelledAt()))
                .setImage(new ImageReference(settings.imagesTopic(), prediction.partition(), prediction.offset()))
                .setPredictedLabel(prediction.label())
                .setPredictedConfidence(predicted ? prediction.confidence() : null)
                .setPredictedVersion(predicted ? prediction.version() : null)
                .build();
        JoinedLabel outcome = new JoinedLabel(sample, joined.wallMillis(), first);
        context.forward(
                new Record<>(key(record.key()), new Outcome.Accepted<>(outcome), record.timestamp(), record.headers()));
    }

    /**
     * Forgets what is older than the retention on the clock and, while records keep coming, in stream time as well: after
     * a long stop the backlog is joined before anything expires.
     */
    private void sweep(long wallMillis) {
        boolean busy = busySinceSweep;
        busySinceSweep = false;
        long streamMillis = context.currentStreamTimeMs();
        predictionSweeper.step((eventId, row) -> isExpired(row, wallMillis, streamMillis, busy));
        labelSweeper.step((eventId, row) -> {
            if (!isExpired(row, wallMillis, streamMillis, busy)) {
                return false;
            }
            if (!row.done()) {
                forwardUnmatched(eventId, row, wallMillis);
            }
            return true;
        });
    }

    private boolean isExpired(Aged<?> row, long wallMillis, long streamMillis, boolean busy) {
        long retention = settings.retention().toMillis();
        boolean onTheClock = wallMillis - row.wallMillis() >= retention;
        return onTheClock && (!busy || streamMillis - row.streamMillis() >= retention);
    }

    private void forwardUnmatched(String eventId, Aged<Label> row, long wallMillis) {
        Label label = row.value();
        Feedback feedback = Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel(label.label())
                .setAnnotator(label.annotator())
                .setLabelledAt(Instant.ofEpochMilli(label.labelledAt()))
                .build();
        DeadLetter deadLetter = new DeadLetter(
                DeadLetter.Stage.JOIN,
                "UNMATCHED",
                "No classification of event " + eventId + " came within " + settings.retention(),
                settings.feedbackSerializer().serialize(settings.feedbackTopic(), feedback),
                new DeadLetter.Origin(settings.feedbackTopic(), label.partition(), label.offset(), row.streamMillis()));
        context.forward(new Record<>(key(eventId), new Outcome.Rejected<>(deadLetter), wallMillis));
    }

    private <T> Aged<T> aged(T value, boolean done) {
        return new Aged<>(value, done, context.currentStreamTimeMs(), context.currentSystemTimeMs());
    }

    private static byte[] key(String eventId) {
        return eventId.getBytes(StandardCharsets.UTF_8);
    }
}
