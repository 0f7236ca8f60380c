package io.headwater.streams.internal.inference;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers outside the heap for decoded images, made once and used again. Their number follows the images in flight;
 * when the model's input size changes, buffers of the old size are left to the garbage collector.
 */
final class SlotPool {

    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private int size;

    /** A buffer of exactly {@code bytes} bytes, position 0. */
    synchronized ByteBuffer take(int bytes) {
        if (bytes != size) {
            free.clear();
            size = bytes;
        }
        ByteBuffer slot = free.poll();
        return slot == null ? ByteBuffer.allocateDirect(bytes) : slot.clear();
    }

    synchronized void giveBack(ByteBuffer slot) {
        if (slot.capacity() == size) {
            free.push(slot);
        }
    }
}
