package io.headwater.schemas;

/** Names of the record headers that say why a record is a dead letter. Values are UTF-8 text. */
public final class DeadLetterHeaders {

    /** Where it failed: decode-record, fetch, decode-image, inference, feedback or join. */
    public static final String STAGE = "headwater.stage";

    /** Short code of the reason, stable enough to count by, such as TRUNCATED. */
    public static final String ERROR = "headwater.error";

    /** What is wrong, for people. */
    public static final String MESSAGE = "headwater.message";

    /** Topic that the record came from. */
    public static final String TOPIC = "headwater.topic";

    /** Partition that it came from. */
    public static final String PARTITION = "headwater.partition";

    /** Its offset there. */
    public static final String OFFSET = "headwater.offset";

    /** Its timestamp there, in milliseconds since 1970. */
    public static final String TIMESTAMP = "headwater.timestamp";

    private DeadLetterHeaders() {}
}
