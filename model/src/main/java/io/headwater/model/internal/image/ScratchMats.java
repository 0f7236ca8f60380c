package io.headwater.model.internal.image;

import org.opencv.core.Mat;

/**
 * What a thread uses again for each image: a {@link Mat} costs a finaliser, which shows in the decoding of small images.
 */
final class ScratchMats {

    private static final ThreadLocal<ScratchMats> OF_THREAD = ThreadLocal.withInitial(ScratchMats::new);

    private final Mat encoded = new Mat();
    private final Mat square = new Mat();

    private ScratchMats() {}

    static ScratchMats ofThread() {
        return OF_THREAD.get();
    }

    /** For the bytes of an encoded image, which may be large: to be released after use. */
    Mat encoded() {
        return encoded;
    }

    /** For the image as a model takes it; keeps its memory. */
    Mat square() {
        return square;
    }
}
