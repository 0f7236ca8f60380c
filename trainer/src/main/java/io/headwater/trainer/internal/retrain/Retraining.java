package io.headwater.trainer.internal.retrain;

import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ModelPackager;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One retraining: from the dataset as it is to a version with its verdict, uploaded but not yet published. */
final class Retraining {

    private static final Logger log = LoggerFactory.getLogger(Retraining.class);

    /** Images of the parity check. */
    private static final int PARITY_IMAGES = 16;

    private final Tools tools;
    private final TrainerConfig config;
    private final ImageDecoder decoder;
    private final Workbench bench;
    private final ModelLog published;
    private final ProgressReport progress;

    Retraining(Tools tools, Workbench bench, ModelLog published, ProgressReport progress) {
        this.tools = tools;
        this.config = tools.config();
        this.decoder = tools.decoder();
        this.bench = bench;
        this.published = published;
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
        Split split = Split.of(bench.dataset().samples(), config.holdout(), options.minSamplesPerLabel());
        if (split.labels().size() < 2) {
            return Outcome.skipped(tooFew(split, options.minSamplesPerLabel()));
        }
        Champion champion = Champion.of(published, tools.store());
        Judgement judgement = new Judgement(tools, bench, published, split.holdout());
        try {
            judgement.expect(champion);
            return run(Recipe.of(options, split, bench.backbone(), champion), judgement, request);
        } catch (UnsupportedModelException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    private Outcome run(Recipe recipe, Judgement judgement, RetrainRequest request) throws IOException {
        try (Candidate trained = train(recipe)) {
            tools.metrics().trained(Duration.ofMillis(trained.millis()));
            judgement.expect(trained);
            progress.phase(RetrainPhase.CHECKING);
            PackagedCandidate packaged = packaged(recipe, trained);
            Optional<String> fault = fault(packaged);
            if (fault.isPresent()) {
                return Outcome.failed(fault.get());
            }
            progress.phase(RetrainPhase.JUDGING);
            return judgement.judge(packaged, request);
        }
    }

    private Candidate train(Recipe recipe) throws IOException {
        TrainingOptions options = recipe.options();
        Split split = recipe.split();
        if (options.isFineTuned()) {
            return new FineTuning(tools.store(), decoder, config.sessionOptions())
                    .train(bench.backbone(), bench.dataset(), split, options, progress);
        }
        progress.phase(RetrainPhase.TRAINING);
        Champion parent = recipe.parent();
        Head start = parent == null ? null : parent.head();
        List<String> startLabels = parent == null ? List.of() : parent.version().getLabels();
        return new Candidate.Frozen(
                bench.backbone(),
                new HeadTrainer(options.hyperParameters())
                        .train(split.trainingSet(views(recipe)), start, startLabels, progress.withHoldout(split)));
    }

    private List<float[][]> views(Recipe recipe) throws IOException {
        TrainingOptions options = recipe.options();
        return options.augmentViews() == 0
                ? recipe.split().noViews()
                : bench.views()
                        .views(
                                recipe.split().training(),
                                options.augmentation(),
                                options.augmentViews(),
                                (done, all) -> log.info("Embedded the augmented views of {} of {} samples", done, all));
    }

    private PackagedCandidate packaged(Recipe recipe, Candidate trained) throws IOException {
        return new PackagedCandidate(
                recipe,
                trained,
                new ModelPackager(tools.store())
                        .assemble(
                                trained.backbone(),
                                trained.head(),
                                trained.labels(),
                                config.modelName(),
                                published.nextVersion()));
    }

    /** Why the package must not be served; empty where it says the same as what was trained. */
    private Optional<String> fault(PackagedCandidate packaged) throws IOException {
        List<SegmentEntry> images = bench.dataset().images().newest(PARITY_IMAGES);
        ParityCheck.Result parity = new ParityCheck(tools.store(), decoder, config.sessionOptions())
                .compare(packaged.artifacts(), packaged.trained(), images);
        if (parity.images() == 0 && !images.isEmpty()) {
            return Optional.of("None of the dataset's newest " + images.size()
                    + " images can be decoded any more; is image.max.pixels too low?");
        }
        Split split = packaged.recipe().split();
        log.info(
                "Version {}: {} samples of {} labels trained in {} ms; ONNX Runtime and PyTorch differ by at most {} on {}"
                        + " images",
                published.nextVersion(),
                split.training().size(),
                split.labels().size(),
                packaged.trained().millis(),
                String.format(Locale.ROOT, "%.1e", parity.largest()),
                parity.images());
        return parity.largest() < ParityCheck.TOLERANCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "ONNX Runtime and PyTorch differ by %.2e on %d images; less than %.0e is asked for",
                        parity.largest(),
                        parity.images(),
                        ParityCheck.TOLERANCE));
    }

    private static String tooFew(Split split, int min) {
        return "Not enough labels: two labels with at least %d training samples each are needed; there are %s (and %d hold-out samples)"
                .formatted(
                        min,
                        split.counts().isEmpty() ? "no training samples" : split.counts(),
                        split.holdout().size());
    }
}
