package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Batches for pre-training, made by one thread ahead of their use, in an order that depends on the seed alone. Pictures
 * are drawn from a pool in which new ones keep replacing the oldest, and are flipped and shifted, so that each one
 * generated serves about three times.
 */
final class BatchSource implements AutoCloseable {
    private static final int POOL = 3072;
    private static final int AHEAD = 4;
    private static final int MAX_SHIFT = 6;
    private static final int SIZE = PatternGenerator.SIZE;

    /** Pixels {@code [batch, 3, 96, 96]}, normalised, and the three labels of each. */
    record Batch(float[] pixels, long[] categories, long[] foregrounds, long[] backgrounds) {}

    private final PatternGenerator generator;
    private final SplittableRandom random;
    private final int batchSize;
    private final PatternImage[] pool = new PatternImage[POOL];
    private final BlockingQueue<Batch> ready = new LinkedBlockingQueue<>(AHEAD);
    private final Thread worker;
    private volatile Throwable failure;
    private int oldest;

    BatchSource(long seed, int batchSize) {
        this.batchSize = batchSize;
        generator = new PatternGenerator(seed);
        random = new SplittableRandom(seed + 1);
        worker = new Thread(this::produce, "pretrain-images");
        worker.setDaemon(true);
        worker.start();
    }

    Batch take() throws InterruptedException {
        Batch batch = null;
        while (batch == null) {
            if (failure != null) {
                throw new IllegalStateException("No more pictures", failure);
            }
            batch = ready.poll(1, TimeUnit.SECONDS);
        }
        return batch;
    }

    private void produce() {
        try {
            for (int i = 0; i < POOL; i++) {
                pool[i] = generator.next();
            }
            while (!Thread.currentThread().isInterrupted()) {
                for (int i = 0; i < batchSize / 3; i++) {
                    pool[oldest] = generator.next();
                    oldest = (oldest + 1) % POOL;
                }
                ready.put(batch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private Batch batch() {
        int area = SIZE * SIZE;
        Batch batch = new Batch(
                new float[batchSize * 3 * area], new long[batchSize], new long[batchSize], new long[batchSize]);
        for (int i = 0; i < batchSize; i++) {
            PatternImage image = pool[random.nextInt(POOL)];
            batch.categories[i] = image.category();
            batch.foregrounds[i] = image.foreground();
            batch.backgrounds[i] = image.background();
            boolean flipX = random.nextBoolean();
            boolean flipY = random.nextBoolean();
            int shiftX = random.nextInt(-MAX_SHIFT, MAX_SHIFT + 1);
            int shiftY = random.nextInt(-MAX_SHIFT, MAX_SHIFT + 1);
            int target = i * 3 * area;
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < SIZE; y++) {
                    int row = c * area + source(y, flipY, shiftY) * SIZE;
                    for (int x = 0; x < SIZE; x++) {
                        int value = image.planes()[row + source(x, flipX, shiftX)] & 255;
                        batch.pixels[target++] = (value - BackboneInput.MEAN) / BackboneInput.STD;
                    }
                }
            }
        }
        return batch;
    }

    /** Where a pixel of the batch comes from along one axis; the edges are mirrored. */
    private static int source(int position, boolean flip, int shift) {
        int moved = Math.abs(position + shift);
        int inside = moved < SIZE ? moved : 2 * SIZE - 2 - moved;
        return flip ? SIZE - 1 - inside : inside;
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
