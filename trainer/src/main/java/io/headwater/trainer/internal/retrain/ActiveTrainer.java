package io.headwater.trainer.internal.retrain;

import io.headwater.service.Backoff;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.ingest.ClassifierProgress;
import io.headwater.trainer.internal.publication.Answer;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.internal.publication.ProgressSender;
import io.headwater.trainer.internal.publication.Publisher;
import io.headwater.trainer.internal.publication.QualityLog;
import io.headwater.trainer.internal.trigger.QualityTrigger;
import io.headwater.trainer.internal.trigger.RequestSender;
import io.headwater.trainer.internal.trigger.Trigger;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer that works, on one thread: takes samples in, watches the triggers, answers requests. PyTorch trains and
 * evaluates on this thread only.
 */
final class ActiveTrainer {

    private static final Logger log = LoggerFactory.getLogger(ActiveTrainer.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TRIGGER_INTERVAL = Duration.ofMillis(500);
    private static final int TRIES = 4;

    private final Tools tools;
    private final RequestQueue queue;
    private final TopicPartition requests;
    private final Supplier<ConsumerGroupMetadata> group;
    private final BooleanSupplier stopped;
    private final TrainerStatus status;
    private final Attempts attempts;
    private final List<Trigger> triggers;
    private final Set<String> triggered = new HashSet<>();
    private QualityLog quality;
    private long triggersChecked = System.nanoTime();

    ActiveTrainer(
            Tools tools,
            RequestQueue queue,
            TopicPartition requests,
            Supplier<ConsumerGroupMetadata> group,
            List<Trigger> triggers,
            BooleanSupplier stopped,
            TrainerStatus status,
            Attempts attempts) {
        this.tools = tools;
        this.queue = queue;
        this.requests = requests;
        this.group = group;
        this.triggers = triggers;
        this.stopped = stopped;
        this.status = status;
        this.attempts = attempts;
    }

    /**
     * Works until it is told to stop.
     *
     * @throws FencedException another trainer has taken over
     * @throws IOException a fault that may pass
     */
    void work() throws IOException, InterruptedException {
        TrainerConfig config = tools.config();
        status.preparing("Taking over");
        try (Publisher publisher = new Publisher(tools.publications(), tools.topics(), tools.serdes());
                ProgressSender progress = new ProgressSender(
                        tools.progress(),
                        tools.topics().retrainProgress(),
                        tools.serdes().serializer());
                RequestSender sender = new RequestSender(
                        tools.triggers(),
                        tools.topics().retrainRequests(),
                        tools.serdes().serializer(),
                        config.modelName())) {
            publisher.takeOver();
            try (ModelLog published = new ModelLog(config.modelName(), tools.topics(), tools.serdes(), tools::reader);
                    QualityLog windows = openQuality()) {
                quality = windows;
                published.refresh();
                published.champion().map(ModelVersion::getVersion).ifPresent(tools.metrics()::champion);
                Dataset.Fence fence = offsets ->
                        publisher.commitSamples(tools.topics().samples().name(), offsets, config.datasetGroup());
                while (!stopped.getAsBoolean()) {
                    try (Workbench bench = Workbench.open(tools, fence)) {
                        work(bench, published, publisher, sender, progress);
                    }
                }
            }
        }
    }

    /** The quality windows, or null where no trigger looks at them. */
    private QualityLog openQuality() {
        boolean wanted = triggers.stream().anyMatch(QualityTrigger.class::isInstance);
        return wanted
                ? new QualityLog(tools.config().modelName(), tools.topics(), tools.serdes(), tools::reader)
                : null;
    }

    /** Works until it is told to stop or another backbone has been chosen. */
    private void work(
            Workbench bench, ModelLog published, Publisher publisher, RequestSender sender, ProgressSender progress)
            throws IOException, InterruptedException {
        status.preparing("Taking in samples");
        if (!bench.ingest().catchUp(stopped)) {
            return;
        }
        status.working();
        while (!stopped.getAsBoolean()) {
            if (queue.isEmpty()) {
                bench.ingest().poll(POLL);
                checkTriggers(bench.dataset(), published, sender);
            } else if (!answerOldest(bench, published, publisher, progress)) {
                return;
            }
        }
    }

    /** Answers the oldest request and those that ask for the same; false when the backbone is no longer the right one. */
    private boolean answerOldest(Workbench bench, ModelLog published, Publisher publisher, ProgressSender progress)
            throws IOException, InterruptedException {
        published.refresh();
        // Before the end of the samples topic is looked up: every request taken here is covered by it.
        List<PendingRequest> together = queue.oldestAndAlike();
        List<PendingRequest> open = unanswered(together, published);
        if (open.isEmpty()) {
            queue.remove(together);
            return true;
        }
        try {
            return answer(together, open, bench, published, publisher, progress);
        } catch (RuntimeException | Error e) {
            attempts.failed(open, e);
            throw e;
        }
    }

    private boolean answer(
            List<PendingRequest> together,
            List<PendingRequest> open,
            Workbench bench,
            ModelLog published,
            Publisher publisher,
            ProgressSender progress)
            throws IOException, InterruptedException {
        ProgressReport report = new ProgressReport(
                progress,
                tools.config().modelName(),
                open.stream().map(PendingRequest::id).toList());
        Optional<String> exhausted = attempts.exhausted(open.get(0));
        if (exhausted.isPresent()) {
            publish(Outcome.failed(exhausted.get()), together, open, published, publisher);
            return true;
        }
        String current = tools.backbones().current(tools.config().modelName()).id();
        if (!current.equals(bench.backbone().id())) {
            report.phase(RetrainPhase.EMBEDDING);
            return false;
        }
        report.phase(RetrainPhase.WAITING);
        awaitClassifier();
        report.phase(RetrainPhase.SAMPLES);
        if (!bench.ingest().catchUp(stopped)) {
            return true;
        }
        RetrainRequest request = open.get(0).request();
        log.info("Retraining for request {} ({})", request.getRequestId(), request.getReason());
        Outcome outcome = retrain(request, bench, published, report);
        report.phase(RetrainPhase.PUBLISHING);
        publish(outcome, together, open, published, publisher);
        return true;
    }

    private void publish(
            Outcome outcome,
            List<PendingRequest> together,
            List<PendingRequest> open,
            ModelLog published,
            Publisher publisher) {
        RetrainRequest ranFor = open.get(0).request();
        List<RetrainResult> results = open.stream()
                .map(each -> outcome.answer(each.request(), ranFor))
                .toList();
        Answer answer = new Answer(results, outcome.version(), outcome.alias());
        publisher.publish(answer, requests, queue.nextOffsetWithout(together), group);
        published.add(answer);
        queue.remove(together);
        attempts.answered(open);
        results.forEach(result -> tools.metrics().answered(result.getDecision()));
        published.champion().map(ModelVersion::getVersion).ifPresent(tools.metrics()::champion);
        log.info("Request {} {}: {}", ranFor.getRequestId(), outcome.decision(), outcome.reason());
    }

    private static List<PendingRequest> unanswered(List<PendingRequest> requests, ModelLog published) {
        Set<String> seen = new HashSet<>();
        List<PendingRequest> open = new ArrayList<>();
        for (PendingRequest request : requests) {
            if (!published.isAnswered(request.id()) && seen.add(request.id())) {
                open.add(request);
            }
        }
        return open;
    }

    /** Labels that were sent before the request are to be learned from, also while they are on their way. */
    private void awaitClassifier() throws InterruptedException {
        try (ClassifierProgress classifier = tools.classifierProgress()) {
            long left = classifier.await(tools.config().duration(TrainerConfig.RETRAIN_SETTLE), stopped);
            if (left > 0 && !stopped.getAsBoolean()) {
                log.warn(
                        "The classifier does not get on with {} records of images and feedback; training without them",
                        left);
            }
        }
    }

    /** Retrains; faults that may pass are tried again, and what remains becomes a FAILED answer. */
    private Outcome retrain(RetrainRequest request, Workbench bench, ModelLog published, ProgressReport report)
            throws InterruptedException {
        Retraining retraining = new Retraining(tools, bench, published, report);
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));
        for (int tries = 1; ; tries++) {
            try {
                return retraining.run(request);
            } catch (IOException e) {
                log.warn("Retraining for request {} failed, try {} of {}", request.getRequestId(), tries, TRIES, e);
                if (tries == TRIES) {
                    return Outcome.failed("The artifact store failed " + TRIES + " times: " + e.getMessage());
                }
                backoff.pause();
            } catch (KafkaException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // An Error, too: a library that is missing or a heap that is too small would fail again at once.
                log.error("Retraining for request {} failed", request.getRequestId(), e);
                return Outcome.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }

    private void checkTriggers(Dataset dataset, ModelLog published, RequestSender sender) throws InterruptedException {
        if (System.nanoTime() - triggersChecked < TRIGGER_INTERVAL.toNanos()) {
            return;
        }
        triggersChecked = System.nanoTime();
        if (quality != null) {
            quality.readNew(this::show);
        }
        Instant now = Instant.now();
        for (Trigger trigger : triggers) {
            Trigger.Due due = trigger.due(now, dataset, published).orElse(null);
            if (due != null && !published.isAnswered(due.requestId()) && triggered.add(due.requestId())) {
                log.info("Asking for a retraining: {}", due);
                sender.send(due, now);
            }
        }
    }

    private void show(QualityWindow window) {
        for (Trigger trigger : triggers) {
            if (trigger instanceof QualityTrigger watching) {
                watching.see(window);
            }
        }
    }
}
