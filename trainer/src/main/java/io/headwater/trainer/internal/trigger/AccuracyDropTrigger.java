package io.headwater.trainer.internal.trigger;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.RetrainReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks when the champion's accuracy against feedback falls below its control limit. */
public final class AccuracyDropTrigger implements QualityTrigger {

    private record Chart(AccuracyControl control, Alarms alarms) {}

    private final String model;
    private final int minLabelled;
    private final Duration coolDown;
    private final Map<Integer, Chart> charts = new HashMap<>();

    /**
     * @param minLabelled labels that are compared at a time
     * @param coolDown shortest time between two requests about the same version
     */
    public AccuracyDropTrigger(String model, int minLabelled, Duration coolDown) {
        this.model = model;
        this.minLabelled = minLabelled;
        this.coolDown = coolDown;
    }

    @Override
    public void see(QualityWindow window) {
        Chart chart = charts.computeIfAbsent(
                window.getVersion(), version -> new Chart(new AccuracyControl(minLabelled), new Alarms(coolDown)));
        if (chart.control().isBelowLimit(window)) {
            chart.alarms().raise(window.getWindowEnd());
        }
    }

    @Override
    public Optional<Due> due(Instant now, Dataset dataset, ModelLog published) {
        return published.champion().map(champion -> champion.getVersion()).flatMap(version -> due(now, version));
    }

    Optional<Due> due(Instant now, int champion) {
        return Optional.ofNullable(charts.get(champion))
                .flatMap(chart -> chart.alarms().current(now))
                .map(alarm -> new Due("accuracy-" + model + "-" + champion + "-" + alarm, RetrainReason.ACCURACY_DROP));
    }
}
