package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.internal.publication.ProgressSender;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells those who wait for an answer how far it has come: at every change of phase, and while epochs go by at most five
 * times a second. The hold-out accuracy may take a twentieth of the training's time; where it costs more, it is looked at
 * less often. For the thread that trains.
 */
final class ProgressReport implements FineTuning.Progress {

    private static final long INTERVAL_NANOS = 200_000_000;
    private static final int COST_SHARE = 20;
    private static final int MOST_HOLDOUT = 1000;

    private final ProgressSender sender;
    private final String model;
    private final List<String> requestIds;
    private RetrainPhase phase = RetrainPhase.UNKNOWN;
    private long next = System.nanoTime();

    ProgressReport(ProgressSender sender, String model, List<String> requestIds) {
        this.sender = sender;
        this.model = model;
        this.requestIds = requestIds;
    }

    void phase(RetrainPhase now) {
        phase = now;
        send(0, 0, null, null);
    }

    @Override
    public void embedding() {
        phase(RetrainPhase.EMBEDDING);
    }

    @Override
    public void training() {
        phase(RetrainPhase.TRAINING);
    }

    @Override
    public void epoch(int epoch, int epochs, double loss) {
        if (isDue(epoch, epochs)) {
            send(epoch, epochs, loss, null);
            next = System.nanoTime() + INTERVAL_NANOS;
        }
    }

    /** Follows the training of a head, and measures it on the hold-out as it goes. */
    HeadTrainer.Progress withHoldout(Split split) {
        List<Sample> watched = watched(split.holdout());
        return new HeadTrainer.Progress() {
            @Override
            public void epoch(int epoch, int epochs, double loss) {
                ProgressReport.this.epoch(epoch, epochs, loss);
            }

            @Override
            public void epoch(int epoch, int epochs, double loss, HeadTrainer.Snapshot head) {
                if (isDue(epoch, epochs)) {
                    long began = System.nanoTime();
                    send(epoch, epochs, loss, watched.isEmpty() ? null : accuracy(head, watched, split.labels()));
                    long now = System.nanoTime();
                    next = now + Math.max(INTERVAL_NANOS, COST_SHARE * (now - began));
                }
            }
        };
    }

    private boolean isDue(int epoch, int epochs) {
        return epoch == epochs || System.nanoTime() - next >= 0;
    }

    private static List<Sample> watched(List<Sample> holdout) {
        int step = (holdout.size() + MOST_HOLDOUT - 1) / MOST_HOLDOUT;
        List<Sample> watched = new ArrayList<>();
        for (int i = 0; i < holdout.size(); i += step) {
            watched.add(holdout.get(i));
        }
        return watched;
    }

    private static double accuracy(HeadTrainer.Snapshot head, List<Sample> samples, List<String> labels) {
        float[] probabilities =
                head.probabilities(samples.stream().map(Sample::embedding).toList());
        int right = 0;
        for (int i = 0; i < samples.size(); i++) {
            int best = 0;
            for (int label = 1; label < labels.size(); label++) {
                if (probabilities[i * labels.size() + label] > probabilities[i * labels.size() + best]) {
                    best = label;
                }
            }
            right += labels.get(best).equals(samples.get(i).label()) ? 1 : 0;
        }
        return (double) right / samples.size();
    }

    private void send(int epoch, int epochs, Double loss, Double holdoutAccuracy) {
        Instant now = Instant.now();
        for (String requestId : requestIds) {
            sender.send(RetrainProgress.newBuilder()
                    .setRequestId(requestId)
                    .setModel(model)
                    .setPhase(phase)
                    .setEpoch(epoch)
                    .setEpochs(epochs)
                    .setLoss(loss)
                    .setHoldoutAccuracy(holdoutAccuracy)
                    .setAt(now)
                    .build());
        }
    }
}
