package io.headwater.streams.internal;

import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns rejected records into dead letters: the original key, bytes and headers, and the reason in further headers.
 *
 * <p>A record that the broker would refuse for its size would stop the stream, so what is too large is left out; the
 * headers say where the original is.
 */
final class DeadLetterWriter<T> extends ContextualProcessor<byte[], Outcome<T>, byte[], byte[]> {

    private static final int OVERHEAD = 1024;

    private final int maxBytes;
    private final Consumer<DeadLetter> listener;

    /** @param maxBytes largest record, all in all */
    DeadLetterWriter(int maxBytes, Consumer<DeadLetter> listener) {
        this.maxBytes = maxBytes - OVERHEAD;
        this.listener = listener;
    }

    @Override
    public void process(Record<byte[], Outcome<T>> record) {
        if (record.value() instanceof Outcome.Rejected<T> rejected) {
            write(record, rejected.deadLetter());
        }
    }

    private void write(Record<byte[], ?> record, DeadLetter deadLetter) {
        listener.accept(deadLetter);
        byte[] key = record.key();
        byte[] value = deadLetter.value();
        Headers headers = deadLetter.headers(record.headers());
        if (size(key, value, headers) > maxBytes) {
            value = null;
        }
        if (size(key, value, headers) > maxBytes) {
            headers = deadLetter.headers(new RecordHeaders());
        }
        if (size(key, value, headers) > maxBytes) {
            key = null;
        }
        context().forward(new Record<>(key, value, record.timestamp(), headers));
    }

    private static int size(byte[] key, byte[] value, Headers headers) {
        return length(key) + length(value) + HeaderSize.of(headers);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
