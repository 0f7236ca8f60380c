package io.headwater.streams.internal.inference;

import io.headwater.model.InferenceSession;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a pipeline. Workers decode, and on a CPU run the model as well; a GPU has threads of its own, so that
 * while one batch is on it the next is being decoded.
 */
final class WorkerPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final long CLOSE_SECONDS = 30;

    private final int size;
    private final BatchPolicy batches;
    private final Assembly assembly;
    private final Attempts attempts;
    private final Supplier<BatchRunner> runners;
    private final ExecutorService workers;
    private final ExecutorService deviceThreads = Executors.newCachedThreadPool(new DaemonThreads("device"));
    private volatile InferenceSession seen;
    private boolean deviceStarted;

    /**
     * Starts the workers.
     *
     * @param runners makes one for each thread
     */
    WorkerPool(int size, BatchPolicy batches, Assembly assembly, Attempts attempts, Supplier<BatchRunner> runners) {
        this.size = size;
        this.batches = batches;
        this.assembly = assembly;
        this.attempts = attempts;
        this.runners = runners;
        this.workers = Executors.newFixedThreadPool(size, new DaemonThreads("worker"));
        for (int i = 0; i < size; i++) {
            workers.execute(this::work);
        }
    }

    private void work() {
        BatchRunner runner = runners.get();
        new Repetition(() -> work(runner), InferencePipeline.newBackoff()).run();
    }

    private void work(BatchRunner runner) throws InterruptedException {
        Claim claim = assembly.claim();
        PendingBatch batch;
        try {
            decode(claim);
        } finally {
            batch = assembly.settle(claim);
        }
        if (batch != null) {
            run(batch, runner);
        }
    }

    private void decode(Claim claim) {
        PendingBatch batch = claim.batch();
        int place = claim.first();
        for (Item item : claim.items()) {
            try {
                if (batch != null && batch.session() != seen) {
                    see(batch.session());
                }
                if (attempts.decode(item, batch == null ? null : batch.images(), place)) {
                    batch.put(place++, item);
                }
            } catch (RuntimeException | Error e) {
                Attempts.fail(item, e);
            }
        }
    }

    /** The device is known from the model only, and a later one may be on a GPU where the first was not. */
    private synchronized void see(InferenceSession session) {
        int threads = batches.threads(session.device());
        if (threads > 0 && !deviceStarted) {
            for (int i = 0; i < threads; i++) {
                deviceThreads.execute(this::runFilled);
            }
            deviceStarted = true;
        }
        seen = session;
        LOG.info(
                "Inference on {}: {}, batches of up to {}",
                session.device(),
                threads == 0 ? size + " worker(s)" : threads + " thread(s) besides the workers",
                batches.maxBatch(session));
    }

    private void runFilled() {
        BatchRunner runner = runners.get();
        new Repetition(() -> run(assembly.takeFilled(), runner), InferencePipeline.newBackoff()).run();
    }

    /** A batch that fails in an unforeseen way is read again; the thread goes on with the next one. */
    private void run(PendingBatch batch, BatchRunner runner) throws InterruptedException {
        try {
            runner.run(batch);
        } catch (RuntimeException | Error e) {
            for (int i = 0; i < batch.reserved(); i++) {
                if (batch.item(i) != null) {
                    Attempts.fail(batch.item(i), e);
                }
            }
        }
        assembly.giveBack(batch);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        deviceThreads.shutdownNow();
        try {
            // A session must not be closed while one of them is inside it.
            workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            deviceThreads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
