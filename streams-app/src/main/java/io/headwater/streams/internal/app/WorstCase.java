package io.headwater.streams.internal.app;

import io.headwater.service.ImageSettings;
import io.headwater.streams.ClassifierConfig;
import io.headwater.streams.internal.inference.InferencePipeline;
import java.time.Duration;

/** How long things take if all images take as long as {@code image.worst.ms} says. */
public final class WorstCase {

    private final ClassifierConfig config;

    public WorstCase(ClassifierConfig config) {
        this.config = config;
    }

    /** The time that all images in flight may take: between two polls, and within one transaction. */
    public Duration drain() {
        long images = (long) config.maxInFlight() * config.topics().images().partitions();
        return time(images).plus(fetch());
    }

    Duration pollInterval() {
        return time(config.getInt(ClassifierConfig.MAX_POLL_RECORDS)).plus(drain());
    }

    /** A transaction is open from the first result behind a commit until all that is in flight at the next one is done. */
    Duration transaction() {
        return drain().plusMillis(config.commitIntervalMillis());
    }

    Duration fetch() {
        ImageSettings images = config.images();
        if (images.uriAllow().isEmpty()) {
            return Duration.ZERO;
        }
        // All images are fetched at once. The last try begins up to one pause after the patience ended.
        return images.uriRetry().plus(images.uriTimeout()).plus(InferencePipeline.LONGEST_RETRY);
    }

    private Duration time(long images) {
        return Duration.ofMillis(images * config.getInt(ClassifierConfig.IMAGE_WORST_MS) / config.decodeThreads() + 1);
    }
}
