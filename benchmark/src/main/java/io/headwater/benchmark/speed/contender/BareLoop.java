package io.headwater.benchmark.speed.contender;

import io.headwater.benchmark.speed.workload.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ceiling: Headwater's decoder and session in a loop over images in memory, a thread a core, in batches of the size
 * that is fastest here. No Kafka, no records.
 */
final class BareLoop implements Contender {

    private static final int[] BATCH_SIZES = {1, 2, 4, 8, 32};
    private static final long TRY_NANOS = 2_000_000_000L;
    private static final double NANOS = 1e9;

    private final ModelRunner runner;
    private final List<ByteBuffer> images = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final boolean atFullSpeed;
    private volatile int batchSize = 1;
    private volatile boolean running = true;

    BareLoop(Assignment assignment) throws IOException {
        runner = new ModelRunner(assignment.model());
        for (byte[] image : ImageFile.read(Path.of(assignment.images()))) {
            images.add(ByteBuffer.wrap(image));
        }
        atFullSpeed = !assignment.latency();
    }

    @Override
    public void start() throws InterruptedException {
        List<Thread> workers = startWorkers();
        batchSize = fastestBatch();
        if (!atFullSpeed) {
            running = false;
            for (Thread worker : workers) {
                worker.join();
            }
        }
    }

    private List<Thread> startWorkers() {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread worker = new Thread(this::loop, "bare-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        return workers;
    }

    private void loop() {
        List<ByteBuffer> batch = new ArrayList<>();
        while (running) {
            batch.clear();
            for (int i = 0; i < batchSize; i++) {
                batch.add(image(next.getAndIncrement()));
            }
            runner.classify(batch);
        }
    }

    private ByteBuffer image(long i) {
        return images.get((int) (i % images.size())).duplicate();
    }

    private int fastestBatch() throws InterruptedException {
        int fastest = 1;
        double best = 0;
        // Twice, the second time compiled.
        for (int round = 0; round < 2; round++) {
            best = 0;
            for (int size : BATCH_SIZES) {
                batchSize = size;
                long start = System.nanoTime();
                long before = runner.progress().images();
                TimeUnit.NANOSECONDS.sleep(TRY_NANOS);
                double rate = (runner.progress().images() - before) * NANOS / (System.nanoTime() - start);
                if (rate > best) {
                    best = rate;
                    fastest = size;
                }
            }
        }
        System.err.println("Batches of " + fastest + " are fastest: " + best + " images/s");
        return fastest;
    }

    /**
     * Images at a fixed rate, one a run; each image's time counts from when it was due, whether or not a worker was
     * free.
     *
     * @return nanoseconds by image
     */
    long[] latencies(double rate, double warmUpSeconds, double seconds) throws InterruptedException {
        int skipped = (int) (rate * warmUpSeconds);
        int count = skipped + (int) (rate * seconds);
        long[] latencies = new long[count];
        LinkedBlockingQueue<Integer> due = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread worker = new Thread(() -> answer(due, latencies, start, rate), "bare-" + i);
            worker.start();
            workers.add(worker);
        }
        for (int i = 0; i < count; i++) {
            long wait = start + (long) (i / rate * NANOS) - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            due.add(i);
        }
        workers.forEach(worker -> due.add(-1));
        for (Thread worker : workers) {
            worker.join();
        }
        return Arrays.copyOfRange(latencies, skipped, count);
    }

    private void answer(LinkedBlockingQueue<Integer> due, long[] latencies, long start, double rate) {
        try {
            for (int i = due.take(); i >= 0; i = due.take()) {
                runner.classify(List.of(image(i)));
                latencies[i] = System.nanoTime() - start - (long) (i / rate * NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Progress progress() {
        return runner.progress();
    }
}
