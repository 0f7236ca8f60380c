package io.headwater.trainer.internal.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Lets PyTorch compute on the calling thread alone until it is closed. A head is small: on two cores, to wake a second
 * thread for each operation took longer than that thread saved.
 */
public final class SingleThread implements AutoCloseable {

    private final int before;

    public SingleThread() {
        // Loads the library, which the next line needs.
        Engine.getEngine("PyTorch");
        before = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
    }

    @Override
    public void close() {
        JniUtils.setNumThreads(before);
    }
}
