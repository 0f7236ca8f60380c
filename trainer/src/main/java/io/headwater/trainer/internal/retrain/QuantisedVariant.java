package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneQuantiser;
import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.Device;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelPackager;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.gate.Gate;
import io.headwater.trainer.gate.Predictions;
import io.headwater.vision.Artifact;
import io.headwater.vision.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the int8 form of a version that has passed the gate, and has it judged by itself: the same head behind the quantised
 * backbone. The backbone is quantised once and shared by all versions; what it says about a hold-out image is remembered.
 */
final class QuantisedVariant {

    private static final Logger log = LoggerFactory.getLogger(QuantisedVariant.class);

    /** Images whose activations give the ranges; more change nothing that could be measured. */
    private static final int CALIBRATION_IMAGES = 128;

    private static final int PARITY_IMAGES = 16;

    private final TrainerConfig config;
    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final SessionOptions options;
    private final Dataset dataset;
    private final QuantisedEmbeddings embeddings;

    QuantisedVariant(Tools tools, Dataset dataset) {
        this.config = tools.config();
        this.store = tools.store();
        this.decoder = tools.decoder();
        // Int8 is for CPUs, wherever this trainer embeds.
        this.options = new SessionOptions(Device.CPU, config.sessionOptions().intraOpThreads(), 1);
        this.dataset = dataset;
        this.embeddings = new QuantisedEmbeddings(store, decoder, options);
    }

    /**
     * A version that has passed the gate in float.
     *
     * @param candidate what it says about the hold-out
     * @param champion the one of now; null when there is none
     * @param before what that one says about the hold-out, in float
     */
    record Judged(
            Candidate trained,
            int version,
            List<Sample> holdout,
            Predictions candidate,
            Champion champion,
            Predictions before,
            Gate gate) {}

    /**
     * What became of it.
     *
     * @param artifacts with their roles beside the float ones; empty where there is no int8 form
     * @param metrics null where there is none
     * @param sentence for the version's reason
     */
    record Result(List<Artifact> artifacts, Metrics metrics, String sentence) {

        static final Result NONE = new Result(List.of(), null, "");

        List<Artifact> addedTo(List<Artifact> others) {
            List<Artifact> all = new ArrayList<>(others);
            all.addAll(artifacts);
            return all;
        }

        private static Result refused(String why) {
            return new Result(List.of(), null, " No int8 form: " + why);
        }
    }

    Result make(Judged judged) throws IOException {
        Candidate trained = judged.trained();
        try {
            Backbone quantised = quantised(trained.backbone());
            QuantisedJudge judge = new QuantisedJudge(judged, config.getDouble(TrainerConfig.GATE_MAX_INT8_LOSS));
            Map<String, float[]> embedded = embeddings.of(quantised, judge.samples(), dataset);
            Predictions int8 = judge.predictions(embedded);
            Optional<String> fault = judge.fault(int8, embedded);
            if (fault.isPresent()) {
                return Result.refused(fault.get());
            }
            List<Artifact> artifacts = new ModelPackager(store)
                    .assemble(quantised, trained.head(), trained.labels(), config.modelName(), judged.version());
            double difference = largestDifference(artifacts, trained.head());
            if (difference >= ParityCheck.TOLERANCE) {
                return Result.refused(
                        String.format(Locale.ROOT, "its head differs by %.2e in ONNX Runtime.", difference));
            }
            return new Result(
                    Precision.INT8.mark(artifacts),
                    int8.metrics(),
                    String.format(
                            Locale.ROOT,
                            " As int8: accuracy %.3f (%d of %d).",
                            int8.accuracy(),
                            int8.correct(),
                            int8.size()));
        } catch (UnsupportedModelException e) {
            return Result.refused(e.getMessage());
        }
    }

    /** The backbone's int8 form; made anew when there are at least twice the images that it was made with. */
    private Backbone quantised(Backbone backbone) throws IOException {
        BackboneQuantiser quantiser = new BackboneQuantiser(store, decoder, options.intraOpThreads());
        HoldoutSplit split = config.holdout();
        int training = (int) dataset.samples().stream()
                .filter(sample -> !split.isHeldOut(sample.eventId()))
                .count();
        int available = Math.min(CALIBRATION_IMAGES, training);
        int used = quantiser.calibrationImages(backbone);
        if (used > 0 && available < 2 * used) {
            return quantiser.find(backbone).orElseThrow(() -> new IOException("The int8 form has just vanished"));
        }
        long start = System.nanoTime();
        List<SegmentEntry> images = dataset.images().newest(CALIBRATION_IMAGES, eventId -> !split.isHeldOut(eventId));
        Backbone quantised = quantiser.quantise(
                backbone, images.stream().map(SegmentEntry::getImage).toList());
        log.info(
                "Quantised {} by {} images in {} ms: {}",
                backbone.id(),
                images.size(),
                (System.nanoTime() - start) / 1_000_000,
                quantised.id());
        return quantised;
    }

    /** Between the head in the packaged file and the head as it was trained, on the embeddings that the file gives. */
    private double largestDifference(List<Artifact> artifacts, Head head) throws IOException {
        double largest = 0;
        try (InferenceSession session = InferenceSession.open(store.fetchModel(artifacts), options)) {
            Batch batch = session.newBatch();
            for (SegmentEntry entry : dataset.images().newest(PARITY_IMAGES)) {
                try {
                    decoder.decode(entry.getImage(), session.resize(), batch, 0);
                } catch (ImageRejectedException e) {
                    // The check of the float form has found one that can be decoded among the same images.
                    continue;
                }
                BatchResult served = session.run(batch, 1);
                float[] expected = head.probabilities(served.embeddings());
                largest = Math.max(largest, ParityCheck.difference(expected, served.probabilities()));
            }
        }
        return largest;
    }
}
