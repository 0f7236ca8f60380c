package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceSession;
import io.headwater.model.Resize;
import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter.Stage;
import io.headwater.streams.internal.EventIds;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns a record into the pixels of a model's input. */
final class DecodeStage {

    /** What is left to do for an item after an attempt. */
    enum Next {
        /** To be fetched by its uri. */
        FETCH,
        /** Fetched: to be decoded. */
        DECODE,
        /** Decoded: ready for its model. */
        INFER,
        /** Decoded, and there is no model. */
        ANSWER_WITHOUT_MODEL,
        /** A fault that may pass. */
        RETRY,
        /** Rejected. */
        DONE
    }

    /** Without a model the input size is not known; a small one shows as well whether an image decodes. */
    private static final int CHECK_SIZE = 32;

    private static final int CHECK_BYTES = CHECK_SIZE * CHECK_SIZE * 3;

    private final ThreadLocal<ByteBuffer> checkPixels =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHECK_BYTES));

    private final Deserializer<ImageEvent> deserializer;
    private final ImageSource source;
    private final ImageDecoder decoder;
    private final Duration fetchPatience;
    private final ClassifierMetrics metrics;

    /** @param fetchPatience how long fetching an image by its uri is tried */
    DecodeStage(
            Deserializer<ImageEvent> deserializer,
            ImageSource source,
            ImageDecoder decoder,
            Duration fetchPatience,
            ClassifierMetrics metrics) {
        this.deserializer = deserializer;
        this.source = source;
        this.decoder = decoder;
        this.fetchPatience = fetchPatience;
        this.metrics = metrics;
    }

    /**
     * One attempt.
     *
     * @param images takes the decoded image; null where the item has no model
     * @param place of the image in the batch
     */
    Next process(Item item, Batch images, int place) {
        try {
            if (item.event() == null) {
                item.event(event(item));
            }
        } catch (UndecodableRecordException e) {
            item.reject(Stage.DECODE_RECORD, e.reason().name(), e.getMessage());
            return Next.DONE;
        } catch (RegistryUnavailableException e) {
            metrics.transientFault("registry", e);
            return Next.RETRY;
        }
        if (item.encoded() != null) {
            return decode(item, item.encoded(), images, place);
        }
        if (isByUri(item)) {
            return Next.FETCH;
        }
        try {
            return decode(item, source.bytes(item.event()), images, place);
        } catch (ImageRejectedException e) {
            item.reject(Stage.DECODE_IMAGE, e.reason().name(), e.getMessage());
            return Next.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isByUri(Item item) {
        return item.event().getBytes() == null && item.event().getUri() != null;
    }

    /** Fetches an image; takes up to the source's time-out. */
    Next fetch(Item item) {
        try {
            item.nanosSinceFirstFetch();
            item.encoded(source.bytes(item.event()));
            return Next.DECODE;
        } catch (ImageRejectedException e) {
            item.reject(Stage.FETCH, e.reason().name(), e.getMessage());
            return Next.DONE;
        } catch (IOException e) {
            metrics.transientFault("fetch", e);
            return giveUpOrRetry(item, e);
        }
    }

    private ImageEvent event(Item item) {
        ImageEvent event = deserializer.deserialize(
                item.record().origin().topic(), item.record().value());
        if (event == null) {
            throw new UndecodableRecordException(
                    UndecodableRecordException.Reason.NOT_FRAMED, "The record has no value", null);
        }
        if (event.getEventId().length() > EventIds.MAX_LENGTH) {
            throw new UndecodableRecordException(
                    UndecodableRecordException.Reason.WRONG_SCHEMA, EventIds.TOO_LONG, null);
        }
        return event;
    }

    private Next giveUpOrRetry(Item item, IOException e) {
        if (item.nanosSinceFirstFetch() < fetchPatience.toNanos()) {
            return Next.RETRY;
        }
        item.reject(
                Stage.FETCH,
                "UNAVAILABLE",
                "Could not fetch " + item.event().getUri() + " within " + fetchPatience.toMillis() + " ms: "
                        + Objects.requireNonNullElse(
                                e.getMessage(), e.getClass().getSimpleName()));
        return Next.DONE;
    }

    private Next decode(Item item, ByteBuffer encoded, Batch images, int place) {
        InferenceSession session = item.session();
        long start = System.nanoTime();
        try {
            if (session == null) {
                decoder.decode(
                        encoded, CHECK_SIZE, Resize.STRETCH, checkPixels.get().clear());
            } else {
                decoder.decode(encoded, session.resize(), images, place);
            }
        } catch (ImageRejectedException e) {
            item.reject(Stage.DECODE_IMAGE, e.reason().name(), e.getMessage());
            return Next.DONE;
        } catch (RuntimeException e) {
            // A decoder that breaks on an image in a way of its own must not stop the stream either.
            item.reject(Stage.DECODE_IMAGE, e.getClass().getSimpleName(), e.getMessage());
            return Next.DONE;
        }
        metrics.decoded(System.nanoTime() - start);
        return session == null ? Next.ANSWER_WITHOUT_MODEL : Next.INFER;
    }
}
