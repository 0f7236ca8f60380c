package io.headwater.service;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Which images are read, and from where.
 *
 * @param maxPixels largest width times height
 * @param uriAllow what a uri must start with; empty allows none
 * @param uriTimeout for one try to fetch an image
 * @param uriRetry how long fetching is tried again
 */
public record ImageSettings(long maxPixels, List<String> uriAllow, Duration uriTimeout, Duration uriRetry) {

    public static final String MAX_PIXELS = "image.max.pixels";

    private static final String URI_ALLOW = "image.uri.allow";
    private static final String URI_TIMEOUT_MS = "image.uri.timeout.ms";
    private static final String URI_RETRY_MS = "image.uri.retry.ms";

    private static final long DEFAULT_MAX_PIXELS = 50_000_000L;

    static ImageSettings of(AbstractConfig config) {
        return new ImageSettings(
                config.getLong(MAX_PIXELS),
                List.copyOf(config.getList(URI_ALLOW)),
                Duration.ofMillis(config.getInt(URI_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(URI_RETRY_MS)));
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        MAX_PIXELS,
                        Type.LONG,
                        DEFAULT_MAX_PIXELS,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Largest width times height of an image. The classifier makes larger ones dead letters before"
                                + " they are decoded, the trainer leaves them out.")
                .define(
                        URI_ALLOW,
                        Type.LIST,
                        "",
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        "What the uri of an image event may start with, separated by commas. Empty: images by uri are"
                                + " not fetched.")
                .define(
                        URI_TIMEOUT_MS,
                        Type.INT,
                        10_000,
                        atLeast(1),
                        Importance.LOW,
                        "Time for one try to fetch an image, in milliseconds.")
                .define(
                        URI_RETRY_MS,
                        Type.INT,
                        30_000,
                        atLeast(0),
                        Importance.LOW,
                        "How long fetching an image is tried again while its server has a fault that may pass, in"
                                + " milliseconds. Then the classifier makes the event a dead letter, and the trainer"
                                + " leaves the sample out as expired.");
    }
}
