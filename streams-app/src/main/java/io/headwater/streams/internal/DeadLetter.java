package io.headwater.streams.internal;

import io.headwater.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that can never be processed, and why.
 *
 * @param stage where it failed
 * @param error short code to count by
 * @param message for people; cut where it is long, as it may quote the record, and records may be large
 * @param value the record's original bytes; null for a tombstone
 * @param origin where the record was read
 */
public record DeadLetter(Stage stage, String error, String message, byte[] value, Origin origin) {

    /** In chars, each of which takes at most three bytes of UTF-8. */
    private static final int LONGEST_MESSAGE = 400;

    public DeadLetter {
        message = shortened(message);
    }

    /** The text, cut where it is long. */
    static String shortened(String text) {
        if (text == null || text.length() <= LONGEST_MESSAGE) {
            return text;
        }
        boolean inPair = Character.isHighSurrogate(text.charAt(LONGEST_MESSAGE - 1));
        return text.substring(0, inPair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE) + "…";
    }

    /** Where a record can fail; the names go into headers and metrics. */
    public enum Stage {
        DECODE_RECORD("decode-record"),
        FETCH("fetch"),
        DECODE_IMAGE("decode-image"),
        INFERENCE("inference"),
        FEEDBACK("feedback"),
        JOIN("join");

        private final String text;

        Stage(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Position of a record in Kafka, and its timestamp in milliseconds since 1970. */
    public record Origin(String topic, int partition, long offset, long timestamp) {}

    /** The record's own headers followed by {@link DeadLetterHeaders}. */
    Headers headers(Headers original) {
        Headers headers = new RecordHeaders(original);
        put(headers, DeadLetterHeaders.STAGE, stage.text());
        put(headers, DeadLetterHeaders.ERROR, error);
        put(headers, DeadLetterHeaders.MESSAGE, message);
        put(headers, DeadLetterHeaders.TOPIC, origin.topic());
        put(headers, DeadLetterHeaders.PARTITION, Integer.toString(origin.partition()));
        put(headers, DeadLetterHeaders.OFFSET, Long.toString(origin.offset()));
        put(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(origin.timestamp()));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        // A record that was a dead letter before, and was sent again, must not carry two reasons.
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
