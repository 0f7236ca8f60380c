package io.headwater.model;

import java.nio.ByteBuffer;

/**
 * Room for the images of one run, outside the heap and meant to be reused. One thread at a time may run a batch; slots
 * may be filled by different threads.
 */
public final class Batch {

    private final ByteBuffer images;
    private final int inputSize;
    private final int imageBytes;

    Batch(int capacity, int inputSize) {
        this.inputSize = inputSize;
        this.imageBytes = inputSize * inputSize * 3;
        this.images = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, imageBytes));
    }

    /** Images that fit in. */
    public int capacity() {
        return images.capacity() / imageBytes;
    }

    /** The place of image {@code i}: {@code size * size * 3} bytes RGB, row by row. */
    public ByteBuffer slot(int i) {
        return images.slice(i * imageBytes, imageBytes);
    }

    int inputSize() {
        return inputSize;
    }

    ByteBuffer images(int n) {
        return images.slice(0, n * imageBytes);
    }
}
