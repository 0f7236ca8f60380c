package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ModelPackager;
import io.headwater.model.SessionOptions;
import io.headwater.model.UnsupportedModelException;
import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.gate.Gate;
import io.headwater.trainer.gate.Predictions;
import io.headwater.trainer.gate.Verdict;
import io.headwater.trainer.internal.ingest.ViewEmbedder;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.Artifact;
import io.headwater.vision.Decision;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One retraining: from the dataset as it is to a version with its verdict, uploaded but not yet published. */
final class Retraining {

    private static final Logger log = LoggerFactory.getLogger(Retraining.class);

    /** Images of the parity check. */
    private static final int PARITY_IMAGES = 16;

    private final TrainerConfig config;
    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final ModelLog published;
    private final Dataset dataset;
    private final Backbone backbone;
    private final ViewEmbedder views;
    private final QuantisedVariant quantised;
    private final TrainerMetrics metrics;
    private final ProgressReport progress;

    Retraining(
            TrainerConfig config,
            ArtifactStore store,
            ImageDecoder decoder,
            ModelLog published,
            Dataset dataset,
            Backbone backbone,
            ViewEmbedder views,
            QuantisedVariant quantised,
            TrainerMetrics metrics,
            ProgressReport progress) {
        this.config = config;
        this.store = store;
        this.decoder = decoder;
        this.published = published;
        this.dataset = dataset;
        this.backbone = backbone;
        this.views = views;
        this.quantised = quantised;
        this.metrics = metrics;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws IOException a fault that may pass
     */
    Outcome run(RetrainRequest request) throws IOException {
        TrainingOptions options;
        try {
            options = TrainingOptions.of(config, request.getOverrides());
        } catch (ConfigException e) {
            return Outcome.failed(e.getMessage());
        }
        Split split = Split.of(dataset.samples(), config.holdout(), options.minSamplesPerLabel());
        if (split.labels().size() < 2) {
            return Outcome.skipped(tooFew(split, options.minSamplesPerLabel()));
        }
        Champion champion = champion();
        try (Candidate trained = train(split, options, champion)) {
            metrics.trained(Duration.ofMillis(trained.millis()));
            progress.phase(RetrainPhase.CHECKING);
            int version = published.nextVersion();
            List<Artifact> artifacts = new ModelPackager(store)
                    .assemble(trained.backbone(), trained.head(), trained.labels(), config.modelName(), version);
            List<SegmentEntry> images = dataset.newestImages(PARITY_IMAGES);
            double difference =
                    new ParityCheck(store, decoder, sessionOptions()).largestDifference(artifacts, trained, images);
            log.info(
                    "Version {}: {} samples of {} labels trained in {} ms; ONNX Runtime and PyTorch differ by at most {} on {}"
                            + " images",
                    version,
                    split.training().size(),
                    split.labels().size(),
                    trained.millis(),
                    String.format(Locale.ROOT, "%.1e", difference),
                    images.size());
            if (difference >= ParityCheck.TOLERANCE) {
                return Outcome.failed(String.format(
                        Locale.ROOT,
                        "ONNX Runtime and PyTorch differ by %.2e on %d images; less than %.0e is asked for",
                        difference,
                        images.size(),
                        ParityCheck.TOLERANCE));
            }
            progress.phase(RetrainPhase.JUDGING);
            return judgeByTheLatest(request, options, split, trained, artifacts, champion);
        } catch (UnsupportedModelException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    private Candidate train(Split split, TrainingOptions options, Champion champion) throws IOException {
        if (options.isFineTuned()) {
            return new FineTuning(store, decoder, sessionOptions()).train(backbone, dataset, split, options, progress);
        }
        progress.phase(RetrainPhase.TRAINING);
        boolean warm = isWarm(options, champion);
        Head start = warm ? champion.head() : null;
        List<String> startLabels = warm ? champion.version().getLabels() : List.of();
        return new Candidate.Frozen(
                backbone,
                new HeadTrainer(options.hyperParameters())
                        .train(
                                split.trainingSet(views(split, options)),
                                start,
                                startLabels,
                                progress.withHoldout(split)));
    }

    private List<float[][]> views(Split split, TrainingOptions options) throws IOException {
        return options.augmentViews() == 0
                ? split.noViews()
                : views.views(
                        split.training(),
                        options.augmentation(),
                        options.augmentViews(),
                        (done, all) -> log.info("Embedded the augmented views of {} of {} samples", done, all));
    }

    /** Whether training begins with the champion's head; a tail is always trained from the backbone as it was imported. */
    private boolean isWarm(TrainingOptions options, Champion champion) {
        return options.hyperParameters().warmStart()
                && !options.isFineTuned()
                && champion != null
                && champion.hasBackbone(backbone.id());
    }

    private Champion champion() throws IOException {
        Optional<ModelVersion> version = published.champion();
        return version.isPresent() ? new Champion(version.get(), store) : null;
    }

    /**
     * Judges until the champion is still the same afterwards: a person may promote or roll back while a training goes on,
     * and the alias that is written then must have an epoch of its own.
     */
    private Outcome judgeByTheLatest(
            RetrainRequest request,
            TrainingOptions options,
            Split split,
            Candidate trained,
            List<Artifact> artifacts,
            Champion parent)
            throws IOException {
        published.refresh();
        while (true) {
            long epoch = published.epoch();
            Outcome outcome = judge(request, options, split, trained, artifacts, parent, champion());
            published.refresh();
            if (published.epoch() == epoch) {
                return outcome;
            }
            log.info("The champion has changed meanwhile; judging again");
        }
    }

    private Outcome judge(
            RetrainRequest request,
            TrainingOptions options,
            Split split,
            Candidate trained,
            List<Artifact> artifacts,
            Champion parent,
            Champion champion)
            throws IOException {
        Predictions candidate = options.isFineTuned()
                ? WholeModel.predict(store.fetchModel(artifacts), split.holdout(), dataset, decoder, sessionOptions())
                : Evaluation.of(trained.head(), trained.labels(), split.holdout());
        Predictions before = champion == null
                ? null
                : champion.predict(split.holdout(), dataset, backbone.id(), decoder, sessionOptions());
        Gate gate = new Gate(options.gateRules());
        Verdict verdict = before == null
                ? gate.judgeFirst(candidate)
                : gate.judge(candidate, before, champion.ages(split.holdout()));
        QuantisedVariant.Result int8 = verdict.promoted() && config.getBoolean(TrainerConfig.PUBLISH_INT8)
                ? quantised.make(new QuantisedVariant.Judged(
                        trained, published.nextVersion(), split.holdout(), candidate, champion, before, gate))
                : QuantisedVariant.Result.NONE;
        Instant now = Instant.now();
        ModelVersion version = ModelVersion.newBuilder()
                .setModel(config.modelName())
                .setVersion(published.nextVersion())
                .setCreatedAt(now)
                .setArtifacts(int8.addedTo(artifacts))
                .setLabels(trained.labels())
                .setInputSize(backbone.inputSize())
                .setEmbeddingSize(backbone.embeddingSize())
                .setBackboneId(trained.backbone().id())
                .setLineage(lineage(options, split, parent))
                .setMetrics(candidate.metrics())
                .setChampionMetrics(before == null ? null : before.metrics())
                .setDecision(verdict.promoted() ? Decision.PROMOTED : Decision.REJECTED)
                .setInt8Metrics(int8.metrics())
                .setReason(verdict.reason() + int8.sentence())
                .setRequestId(request.getRequestId())
                .setTrainMillis(trained.millis())
                .build();
        ModelAlias alias = verdict.promoted()
                ? new ModelAlias(
                        config.modelName(),
                        ModelKeys.CHAMPION,
                        version.getVersion(),
                        published.epoch() + 1,
                        now,
                        "trainer, request " + request.getRequestId())
                : null;
        return Outcome.version(version, alias, split.training().size());
    }

    private Lineage lineage(TrainingOptions options, Split split, Champion champion) {
        Map<String, Long> offsets = new TreeMap<>();
        dataset.manifest().nextOffsets().forEach((partition, offset) -> offsets.put(partition.toString(), offset));
        Map<String, String> settings = new HashMap<>(options.asText());
        settings.put(
                TrainerConfig.HOLDOUT_FRACTION, String.valueOf(config.holdout().fraction()));
        boolean warm = isWarm(options, champion);
        return Lineage.newBuilder()
                .setParent(warm ? champion.version().getVersion() : null)
                .setSegments(dataset.manifest().segments().stream()
                        .map(Segment::sha256)
                        .toList())
                .setViewSegments(
                        options.augmentViews() == 0 || options.isFineTuned()
                                ? List.of()
                                : dataset
                                        .manifest()
                                        .views(options.augmentation().text())
                                        .stream()
                                        .map(Segment::sha256)
                                        .toList())
                .setSampleOffsets(offsets)
                .setSamplesPerLabel(split.learnedCounts())
                .setExpiredImages(dataset.expiredImages())
                .setHyperParameters(settings)
                .setSeed(options.hyperParameters().seed())
                .build();
    }

    private SessionOptions sessionOptions() {
        return config.sessionOptions();
    }

    private static String tooFew(Split split, int min) {
        return "Not enough labels: two labels with at least %d training samples each are needed; there are %s (and %d hold-out samples)"
                .formatted(
                        min,
                        split.counts().isEmpty() ? "no training samples" : split.counts(),
                        split.holdout().size());
    }
}
