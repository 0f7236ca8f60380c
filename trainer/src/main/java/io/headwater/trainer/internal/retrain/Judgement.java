package io.headwater.trainer.internal.retrain;

import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.gate.Gate;
import io.headwater.trainer.gate.Predictions;
import io.headwater.trainer.gate.Verdict;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a candidate against the champion on the hold-out: what comes out is a version with its verdict. Heads behind the
 * dataset's backbone are measured in the background, the champion's while the candidate is trained and the candidate's while
 * it is packaged.
 */
final class Judgement {

    private static final Logger log = LoggerFactory.getLogger(Judgement.class);

    private final Tools tools;
    private final TrainerConfig config;
    private final ImageDecoder decoder;
    private final Workbench bench;
    private final ModelLog published;
    private final List<Sample> holdout;
    private int expectedChampion;
    private CompletableFuture<Predictions> championsPredictions;
    private CompletableFuture<Predictions> candidatesPredictions;

    Judgement(Tools tools, Workbench bench, ModelLog published, List<Sample> holdout) {
        this.tools = tools;
        this.config = tools.config();
        this.decoder = tools.decoder();
        this.bench = bench;
        this.published = published;
        this.holdout = holdout;
    }

    /** @param champion the version that will probably be the champion when it is judged; null while there is none */
    void expect(Champion champion) throws IOException {
        if (champion != null && champion.hasBackbone(bench.backbone().id())) {
            Head head = champion.head();
            List<String> labels = champion.version().getLabels();
            expectedChampion = champion.version().getVersion();
            championsPredictions = CompletableFuture.supplyAsync(() -> Evaluation.of(head, labels, holdout));
        }
    }

    /** @param candidate what will be judged, if it proves to be fit for service */
    void expect(Candidate candidate) {
        if (candidate.backbone().id().equals(bench.backbone().id())) {
            Head head = candidate.head();
            List<String> labels = candidate.labels();
            candidatesPredictions = CompletableFuture.supplyAsync(() -> Evaluation.of(head, labels, holdout));
        }
    }

    /**
     * Judges until the champion is still the same afterwards: a person may promote or roll back while a training goes on,
     * and the alias that is written then must have an epoch of its own.
     *
     * @throws IOException a fault that may pass
     */
    Outcome judge(PackagedCandidate packaged, RetrainRequest request) throws IOException {
        published.refresh();
        while (true) {
            Optional<ModelAlias> alias = published.alias();
            Outcome outcome = judge(packaged, request, Champion.of(published, tools.store()));
            published.refresh();
            if (published.alias().equals(alias)) {
                return outcome;
            }
            log.info("The champion has changed meanwhile; judging again");
        }
    }

    private Outcome judge(PackagedCandidate packaged, RetrainRequest request, Champion champion) throws IOException {
        Predictions candidate = predict(packaged);
        Predictions before = champion == null ? null : predict(champion);
        Gate gate = new Gate(packaged.recipe().options().gateRules());
        Verdict verdict =
                before == null ? gate.judgeFirst(candidate) : gate.judge(candidate, before, champion.ages(holdout));
        QuantisedVariant.Result int8 = verdict.promoted() && config.getBoolean(TrainerConfig.PUBLISH_INT8)
                ? bench.quantised()
                        .make(new QuantisedVariant.Judged(
                                packaged.trained(),
                                published.nextVersion(),
                                holdout,
                                candidate,
                                champion,
                                before,
                                gate))
                : QuantisedVariant.Result.NONE;
        ModelVersion version = unjudged(packaged)
                .setArtifacts(int8.addedTo(packaged.artifacts()))
                .setMetrics(candidate.metrics())
                .setChampionMetrics(before == null ? null : before.metrics())
                .setDecision(verdict.promoted() ? Decision.PROMOTED : Decision.REJECTED)
                .setInt8Metrics(int8.metrics())
                .setReason(verdict.reason() + int8.sentence())
                .setRequestId(request.getRequestId())
                .build();
        return Outcome.version(
                version,
                verdict.promoted() ? alias(version) : null,
                packaged.recipe().split().training().size());
    }

    private Predictions predict(Champion champion) throws IOException {
        return championsPredictions != null && champion.version().getVersion() == expectedChampion
                ? championsPredictions.join()
                : champion.predict(holdout, bench.dataset(), bench.backbone().id(), decoder, config.sessionOptions());
    }

    /** What the candidate says about the hold-out: by its head, or by the whole model where its backbone is its own. */
    private Predictions predict(PackagedCandidate packaged) throws IOException {
        return candidatesPredictions != null
                ? candidatesPredictions.join()
                : WholeModel.predict(
                        tools.store().fetchModel(packaged.artifacts()),
                        holdout,
                        bench.dataset(),
                        decoder,
                        config.sessionOptions());
    }

    /** The next version, as far as it does not depend on the verdict. */
    private ModelVersion.Builder unjudged(PackagedCandidate packaged) {
        Candidate trained = packaged.trained();
        return ModelVersion.newBuilder()
                .setModel(config.modelName())
                .setVersion(published.nextVersion())
                .setCreatedAt(Instant.now())
                .setLabels(trained.labels())
                .setInputSize(bench.backbone().inputSize())
                .setEmbeddingSize(bench.backbone().embeddingSize())
                .setBackboneId(trained.backbone().id())
                .setLineage(packaged.recipe().lineage(bench.dataset(), config.holdout()))
                .setTrainMillis(trained.millis());
    }

    private ModelAlias alias(ModelVersion version) {
        return new ModelAlias(
                version.getModel(),
                ModelKeys.CHAMPION,
                version.getVersion(),
                published.alias().map(ModelAlias::getEpoch).orElse(0L) + 1,
                version.getCreatedAt(),
                "trainer, request " + version.getRequestId());
    }
}
