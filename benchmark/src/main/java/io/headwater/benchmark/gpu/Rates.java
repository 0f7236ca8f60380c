package io.headwater.benchmark.gpu;

import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Images per second of the parts. */
final class Rates {

    static final long MAX_PIXELS = 50_000_000L;
    private static final int ROUNDS = 3;
    private static final double NANOS = 1e9;

    private Rates() {}

    /** Of the session alone in batches of {@code n}, copies to and from the card included: the median of three rounds. */
    static double session(InferenceSession session, int n, double seconds) {
        Batch batch = session.newBatch();
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long images = 0;
            long start = System.nanoTime();
            long end = start + (long) (seconds / ROUNDS * NANOS);
            do {
                session.classify(batch, n);
                images += n;
            } while (System.nanoTime() < end);
            rounds[round] = images * NANOS / (System.nanoTime() - start);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Of the decoder on all cores, with nothing behind it. */
    static double decoding(InferenceSession session, List<byte[]> photographs, int threads, double seconds)
            throws InterruptedException, ExecutionException {
        ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
        Batch batch = session.newBatch();
        AtomicLong images = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + (long) (seconds * NANOS);
            List<Future<?>> workers = new ArrayList<>();
            IntStream.range(0, threads)
                    .forEach(worker -> workers.add(pool.submit(() -> {
                        int slot = worker % batch.capacity();
                        for (int i = worker; System.nanoTime() < end; i++) {
                            ByteBuffer jpeg = ByteBuffer.wrap(photographs.get(i % photographs.size()));
                            decoder.decode(jpeg, session.resize(), batch, slot);
                            images.incrementAndGet();
                        }
                    })));
            for (Future<?> worker : workers) {
                worker.get();
            }
            return images.get() * NANOS / (System.nanoTime() - start);
        } finally {
            pool.shutdownNow();
        }
    }
}
