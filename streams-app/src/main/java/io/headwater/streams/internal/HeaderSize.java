package io.headwater.streams.internal;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** How much room record headers take. */
public final class HeaderSize {

    /** Length prefixes of key and value at their longest. */
    private static final int LENGTHS = 10;

    /** UTF-8 takes at most this many bytes for each char of a Java string. */
    private static final int BYTES_PER_CHAR = 3;

    private HeaderSize() {}

    /** An upper bound, in bytes. */
    public static int of(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            int value = header.value() == null ? 0 : header.value().length;
            size += header.key().length() * BYTES_PER_CHAR + value + LENGTHS;
        }
        return size;
    }
}
