package io.headwater.benchmark.speed;

import io.headwater.streams.ClassifierConfig;
import java.util.Map;

/** Headwater's settings where latency counts. */
final class Profile {

    private static final String PROFILE = "profile";

    private Profile() {}

    /** The profile for latency, or the commit interval alone where this Headwater has no profiles. */
    static Map<String, String> latency(int commitMillis) {
        return ClassifierConfig.definition().names().contains(PROFILE)
                ? Map.of(PROFILE, "latency")
                : Map.of(ClassifierConfig.COMMIT_INTERVAL_MS, Integer.toString(commitMillis));
    }
}
