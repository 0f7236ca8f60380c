package io.headwater.trainer.internal.trigger;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.RetrainReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks when the champion's predictions are distributed differently from its first ones: the population stability index
 * is at the threshold or above, and above what chance makes of so few predictions. For that the index, divided by 1/n +
 * 1/m, is compared with the chi-square distribution with one degree of freedom fewer than there are labels (Yurdakul,
 * Statistical Properties of Population Stability Index, 2018), at a chance of one in a thousand.
 */
public final class DriftTrigger implements QualityTrigger {

    /** A version's alarms, and the labels that it has predicted so far. */
    private record Version(Alarms alarms, Set<String> labels) {}

    /** Quantile of the normal distribution at 0.999. */
    private static final double NORMAL_999 = 3.0902;

    private final String model;
    private final double threshold;
    private final int minPredictions;
    private final Duration coolDown;
    private final Map<Integer, Version> versions = new HashMap<>();

    /**
     * @param threshold index from which the predictions count as drifted
     * @param minPredictions predictions of a window that is looked at
     * @param coolDown shortest time between two requests about the same version
     */
    public DriftTrigger(String model, double threshold, int minPredictions, Duration coolDown) {
        this.model = model;
        this.threshold = threshold;
        this.minPredictions = minPredictions;
        this.coolDown = coolDown;
    }

    @Override
    public void see(QualityWindow window) {
        Version version = versions.computeIfAbsent(
                window.getVersion(), number -> new Version(new Alarms(coolDown), new HashSet<>()));
        version.labels().addAll(window.getPredicted().keySet());
        if (hasDrifted(window, version.labels().size())) {
            version.alarms().raise(window.getWindowEnd());
        }
    }

    private boolean hasDrifted(QualityWindow window, int labels) {
        if (window.getDriftScore() == null || window.getReferencePredictions() == null) {
            return false;
        }
        int predictions = window.getPredicted().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        double chance =
                chiSquare999(Math.max(1, labels - 1)) * (1.0 / predictions + 1.0 / window.getReferencePredictions());
        return predictions >= minPredictions && window.getDriftScore() >= Math.max(threshold, chance);
    }

    /** The 0.999 quantile of the chi-square distribution, as approximated by Wilson and Hilferty (1931). */
    static double chiSquare999(int degrees) {
        double ninth = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - ninth + NORMAL_999 * Math.sqrt(ninth), 3);
    }

    @Override
    public Optional<Due> due(Instant now, Dataset dataset, ModelLog published) {
        return published.champion().map(champion -> champion.getVersion()).flatMap(version -> due(now, version));
    }

    Optional<Due> due(Instant now, int champion) {
        return Optional.ofNullable(versions.get(champion))
                .flatMap(version -> version.alarms().current(now))
                .map(alarm -> new Due("drift-" + model + "-" + champion + "-" + alarm, RetrainReason.DRIFT));
    }
}
