package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.internal.ingest.ClassifierProgress;
import io.headwater.trainer.internal.publication.Answer;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.internal.publication.ProgressSender;
import io.headwater.trainer.internal.publication.Publisher;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the oldest request to its published answer, together with those that ask for the same. */
final class RequestAnswering {

    private static final Logger log = LoggerFactory.getLogger(RequestAnswering.class);

    private final Tools tools;
    private final Requests requests;
    private final ModelLog published;
    private final Publisher publisher;
    private final ProgressSender progress;
    private final ClassifierProgress classifier;
    private final BooleanSupplier stopped;

    /** @param stopped whether to give up waiting, and leave the request to a successor */
    RequestAnswering(
            Tools tools,
            Requests requests,
            ModelLog published,
            Publisher publisher,
            ProgressSender progress,
            ClassifierProgress classifier,
            BooleanSupplier stopped) {
        this.tools = tools;
        this.requests = requests;
        this.published = published;
        this.publisher = publisher;
        this.progress = progress;
        this.classifier = classifier;
        this.stopped = stopped;
    }

    /**
     * Answers; without an answer it returns when it is told to stop.
     *
     * @return false when the backbone is no longer the right one
     * @throws FencedException another trainer has taken over
     * @throws IOException a fault that may pass
     */
    boolean answerOldest(Workbench bench) throws IOException, InterruptedException {
        published.refresh();
        // Before the end of the samples topic is looked up: every request taken here is covered by it.
        AlikeRequests alike = AlikeRequests.of(requests.queue().oldestAndAlike(), published);
        if (alike.open().isEmpty()) {
            requests.queue().remove(alike.all());
            return true;
        }
        try {
            return answer(alike, bench);
        } catch (RuntimeException | Error e) {
            requests.attempts().failed(alike.open(), e);
            throw e;
        }
    }

    private boolean answer(AlikeRequests alike, Workbench bench) throws IOException, InterruptedException {
        String model = tools.config().modelName();
        ProgressReport report = new ProgressReport(progress, model, alike.ids());
        Optional<String> exhausted = requests.attempts().exhausted(alike.oldest());
        if (exhausted.isPresent()) {
            publish(Outcome.failed(exhausted.get()), alike);
            return true;
        }
        String current = tools.backbones().current(model).id();
        if (!current.equals(bench.backbone().id())) {
            report.phase(RetrainPhase.EMBEDDING);
            return false;
        }
        report.phase(RetrainPhase.WAITING);
        awaitClassifier();
        report.phase(RetrainPhase.SAMPLES);
        if (!bench.ingest().catchUp(stopped) || stopped.getAsBoolean()) {
            return true;
        }
        RetrainRequest request = alike.oldest().request();
        log.info("Retraining for request {} ({})", request.getRequestId(), request.getReason());
        Outcome outcome = new PatientRetraining(new Retraining(tools, bench, published, report)).run(request);
        report.phase(RetrainPhase.PUBLISHING);
        publish(outcome, alike);
        return true;
    }

    /** Labels that were sent before the request are to be learned from, also while they are on their way. */
    private void awaitClassifier() throws InterruptedException {
        long left = classifier.await(tools.config().duration(TrainerConfig.RETRAIN_SETTLE), stopped);
        if (left > 0 && !stopped.getAsBoolean()) {
            log.warn(
                    "The classifier does not get on with {} records of images and feedback; training without them",
                    left);
        }
    }

    private void publish(Outcome outcome, AlikeRequests alike) {
        RetrainRequest ranFor = alike.oldest().request();
        List<RetrainResult> results = alike.open().stream()
                .map(each -> outcome.answer(each.request(), ranFor))
                .toList();
        Answer answer = new Answer(results, outcome.version(), outcome.alias());
        publisher.publish(
                answer, requests.partition(), requests.queue().nextOffsetWithout(alike.all()), requests.member());
        published.add(answer);
        requests.queue().remove(alike.all());
        requests.attempts().answered(alike.open());
        results.forEach(result -> tools.metrics().answered(result.getDecision()));
        published.champion().map(ModelVersion::getVersion).ifPresent(tools.metrics()::champion);
        log.info("Request {} {}: {}", ranFor.getRequestId(), outcome.decision(), outcome.reason());
    }
}
