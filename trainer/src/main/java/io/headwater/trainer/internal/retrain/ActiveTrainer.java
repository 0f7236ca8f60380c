package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.ingest.ClassifierProgress;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.internal.publication.ProgressSender;
import io.headwater.trainer.internal.publication.Publisher;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The trainer that works, on one thread: takes samples in, watches the triggers, answers requests. PyTorch trains and
 * evaluates on this thread only.
 */
final class ActiveTrainer {

    private static final Duration POLL = Duration.ofMillis(25);

    private final Tools tools;
    private final Requests requests;
    private final TrainerStatus status;
    private final BooleanSupplier stopped;

    ActiveTrainer(Tools tools, Requests requests, TrainerStatus status, BooleanSupplier stopped) {
        this.tools = tools;
        this.requests = requests;
        this.status = status;
        this.stopped = stopped;
    }

    /**
     * Works until it is told to stop.
     *
     * @throws FencedException another trainer has taken over
     * @throws IOException a fault that may pass
     */
    void work() throws IOException, InterruptedException {
        status.preparing("Taking over");
        try (Publisher publisher = new Publisher(tools.publications(), tools.topics(), tools.serdes());
                ProgressSender progress = new ProgressSender(
                        tools.progress(),
                        tools.topics().retrainProgress(),
                        tools.serdes().serializer());
                ClassifierProgress classifier = tools.classifierProgress();
                TriggerWatch triggers = TriggerWatch.open(tools)) {
            publisher.takeOver();
            try (ModelLog published =
                    new ModelLog(tools.config().modelName(), tools.topics(), tools.serdes(), tools::reader)) {
                published.refresh();
                published.champion().map(ModelVersion::getVersion).ifPresent(tools.metrics()::champion);
                Dataset.Fence fence = offsets -> publisher.commitSamples(
                        tools.topics().samples().name(), offsets, tools.config().datasetGroup());
                RequestAnswering answering =
                        new RequestAnswering(tools, requests, published, publisher, progress, classifier, stopped);
                while (!stopped.getAsBoolean()) {
                    try (Workbench bench = Workbench.open(tools, fence)) {
                        work(bench, published, triggers, answering);
                    }
                }
            }
        }
    }

    /** Works until it is told to stop or another backbone has been chosen. */
    private void work(Workbench bench, ModelLog published, TriggerWatch triggers, RequestAnswering answering)
            throws IOException, InterruptedException {
        status.preparing("Taking in samples");
        if (!bench.ingest().catchUp(stopped)) {
            return;
        }
        status.working();
        while (!stopped.getAsBoolean()) {
            if (requests.queue().isEmpty()) {
                bench.ingest().poll(POLL);
                triggers.check(bench.dataset(), published);
            } else if (!answering.answerOldest(bench)) {
                return;
            }
        }
    }
}
