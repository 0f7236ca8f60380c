package io.headwater.model;

import java.nio.ByteBuffer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Room for the images of one run, outside the heap and meant to be reused. One thread at a time may run a batch; slots
 * may be filled by different threads.
 */
public final class Batch {

    private final ByteBuffer images;
    private final int inputSize;
    private final int imageBytes;
    /** A matrix over each slot, made when it is needed and kept: every new one costs a finaliser. */
    private final Mat[] squares;

    Batch(int capacity, int inputSize) {
        this.inputSize = inputSize;
        this.imageBytes = inputSize * inputSize * 3;
        this.images = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, imageBytes));
        this.squares = new Mat[capacity];
    }

    /** Images that fit in. */
    public int capacity() {
        return images.capacity() / imageBytes;
    }

    /** The place of image {@code i}: {@code size * size * 3} bytes RGB, row by row. */
    public ByteBuffer slot(int i) {
        return images.slice(i * imageBytes, imageBytes);
    }

    /** The place of image {@code i} as a matrix. */
    Mat square(int i) {
        if (squares[i] == null) {
            squares[i] = new Mat(inputSize, inputSize, CvType.CV_8UC3, slot(i));
        }
        return squares[i];
    }

    int inputSize() {
        return inputSize;
    }

    ByteBuffer images(int n) {
        return images.slice(0, n * imageBytes);
    }
}
