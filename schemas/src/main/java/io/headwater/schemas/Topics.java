package io.headwater.schemas;

import io.headwater.vision.Classification;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.RetrainProgress;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import io.headwater.vision.ReviewItem;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topic catalogue. Topics of events have as many partitions as asked for; those that carry the course of the
 * model (requests, progress, results, versions, aliases, quality) have one, because their order matters across keys.
 */
public final class Topics {

    /** Prefix of all topic names unless configured. */
    public static final String DEFAULT_PREFIX = "vision.";

    /** Partitions of an event topic unless configured. */
    public static final int DEFAULT_PARTITIONS = 4;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private final String prefix;
    private final int partitions;

    public Topics(String prefix) {
        this(prefix, DEFAULT_PARTITIONS);
    }

    public Topics(String prefix, int partitions) {
        this.prefix = prefix;
        this.partitions = partitions;
    }

    /** Image events; keyed by event id or by any key of the producer's. */
    public Topic<ImageEvent> images() {
        return new Topic<>(prefix + "images", ImageEvent.class, partitions, WEEK, Compatibility.BACKWARD, true);
    }

    /** Results; keyed as the image event was. */
    public Topic<Classification> classifications() {
        return events("classifications", Classification.class, WEEK, Compatibility.BACKWARD);
    }

    /** Labels that people send; keyed by event id. */
    public Topic<Feedback> feedback() {
        return events("feedback", Feedback.class, MONTH, Compatibility.FULL_TRANSITIVE);
    }

    /** Labels joined to the prediction; keyed by event id, compacted: the last label wins. */
    public Topic<LabeledSample> samples() {
        return events("samples", LabeledSample.class, null, Compatibility.FULL_TRANSITIVE);
    }

    /** Events to label first; keyed by event id. */
    public Topic<ReviewItem> review() {
        return events("review", ReviewItem.class, WEEK, Compatibility.BACKWARD);
    }

    /** Requests for a retraining; keyed by model. */
    public Topic<RetrainRequest> retrainRequests() {
        return course("retrain-requests", RetrainRequest.class, WEEK);
    }

    /** One answer to each request; keyed by request id. */
    public Topic<RetrainResult> retrainResults() {
        return course("retrain-results", RetrainResult.class, MONTH);
    }

    /** How far the trainer has come with a request; keyed by request id. Not part of any transaction. */
    public Topic<RetrainProgress> retrainProgress() {
        return course("retrain-progress", RetrainProgress.class, DAY);
    }

    /** Versions; keyed by {@link ModelKeys#version}. */
    public Topic<ModelVersion> models() {
        return course("models", ModelVersion.class, null);
    }

    /** Which version serves; keyed by {@link ModelKeys#alias}. */
    public Topic<ModelAlias> modelAliases() {
        return course("model-aliases", ModelAlias.class, null);
    }

    /** How versions do against feedback; keyed by {@link ModelKeys#version}. */
    public Topic<QualityWindow> quality() {
        return course("quality", QualityWindow.class, MONTH);
    }

    /** Records that could not be processed: their original bytes, with {@link DeadLetterHeaders}. */
    public Topic<SpecificRecord> deadLetters() {
        return new Topic<>(prefix + "dead-letters", null, partitions, MONTH, null, true);
    }

    public List<Topic<?>> all() {
        return List.of(
                images(),
                classifications(),
                feedback(),
                samples(),
                review(),
                retrainRequests(),
                retrainResults(),
                retrainProgress(),
                models(),
                modelAliases(),
                quality(),
                deadLetters());
    }

    private <V extends SpecificRecord> Topic<V> events(
            String name, Class<V> type, Duration retention, Compatibility compatibility) {
        return new Topic<>(prefix + name, type, partitions, retention, compatibility, false);
    }

    private <V extends SpecificRecord> Topic<V> course(String name, Class<V> type, Duration retention) {
        return new Topic<>(prefix + name, type, 1, retention, Compatibility.BACKWARD, false);
    }
}
