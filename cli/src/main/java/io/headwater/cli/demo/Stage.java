package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import io.headwater.vision.Decision;
import io.headwater.vision.RetrainResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Where the chapters play: the line, the labeller, the trainer's door and the audience. */
final class Stage implements AutoCloseable {

    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 500;

    private final DemoPlan plan;
    private final DemoView view;
    private final Failure failure = new Failure();
    private final TruthLedger ledger = new TruthLedger();
    private final LoopWatch watch;
    private final Labeller labeller;
    private final Retraining retraining;
    private final InspectionLine line;
    private Scene scene;

    Stage(DemoClients clients, DemoPlan plan, DemoView view) {
        this.plan = plan;
        this.view = view;
        watch = new LoopWatch(clients, ledger, failure);
        labeller = new Labeller(clients, ledger, failure);
        retraining = new Retraining(clients, plan.seed());
        line = new InspectionLine(clients, plan, ledger, watch::answered, failure);
    }

    DemoPlan plan() {
        return plan;
    }

    LoopWatch watch() {
        return watch;
    }

    Labeller labeller() {
        return labeller;
    }

    DemoView view() {
        return view;
    }

    TruthLedger ledger() {
        return ledger;
    }

    void show(Scene next) {
        scene = next;
        line.show(next);
    }

    /**
     * Returns when the goal is reached.
     *
     * @throws CliException it got no nearer for as long as its patience
     * @throws CancellationException the thread was interrupted
     */
    void await(Goal goal) {
        long lastCount = -1;
        long lastProgress = System.nanoTime();
        try (DemoView.Progress progress = view.progress(goal.what(), goal.target())) {
            while (true) {
                failure.rethrow();
                long count = goal.count().getAsLong();
                progress.to(Math.min(count, goal.target()));
                if (count >= goal.target()) {
                    return;
                }
                if (count > lastCount) {
                    lastCount = count;
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > goal.patience().toNanos()) {
                    throw new CliException(String.format(
                            Locale.ROOT,
                            "Waited %d s in vain for: %s (%d of %d); the platform's log says more",
                            goal.patience().toSeconds(),
                            goal.what(),
                            count,
                            goal.target()));
                }
                watch.awaitChange(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // The flag stays clear: closing everything has to wait for threads to end.
            throw new CancellationException("The demo was interrupted");
        }
    }

    /**
     * Asks for a version and, where it is promoted, waits until it has classified something.
     *
     * @return the version; empty where the gate rejected it
     */
    Optional<Integer> retrain() {
        String requestId = retraining.ask();
        await(new Goal(
                "the trainer's answer", () -> watch.result(requestId).isPresent() ? 1 : 0, 1, TRAINING_PATIENCE));
        RetrainResult result = watch.result(requestId).orElseThrow();
        if (result.getDecision() == Decision.REJECTED) {
            view.rejected(result);
            return Optional.empty();
        }
        if (result.getDecision() != Decision.PROMOTED) {
            throw new CliException("The retraining ended as " + result.getDecision() + ": " + result.getReason());
        }
        int version = result.getVersion();
        await(new Goal(
                "first picture classified by version " + version,
                () -> Math.min(watch.liveVersion(), version),
                version));
        view.live(result);
        return Optional.of(version);
    }

    /** Waits until the version has classified this many pictures of the scene, and returns its online accuracy. */
    double measure(int version, int events) {
        String phase = scene.phase();
        await(new Goal("pictures classified by version " + version, () -> watch.events(phase, version), events));
        double accuracy = watch.accuracy(phase, version);
        view.measured(version, accuracy);
        return accuracy;
    }

    /** Stops the line, and waits until every event has its answer and every label its sample. */
    void drain() {
        line.stop();
        await(new Goal("answers to all events", watch::answered, ledger.size()));
        long labels = labeller.stop();
        await(new Goal("samples of all labels", watch::samples, labels));
    }

    @Override
    public void close() {
        line.close();
        labeller.close();
        retraining.close();
        watch.close();
    }
}
