package io.headwater.trainer;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.vision.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Every metric of the trainer. */
public final class TrainerMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger active;
    private final AtomicInteger samples;
    private final AtomicInteger expired;
    private final AtomicInteger rejected;
    private final AtomicInteger champion;
    private final Counter skipped;
    private final Counter failures;
    private final Timer training;

    public TrainerMetrics(MeterRegistry registry) {
        this.registry = registry;
        active = registry.gauge("headwater.trainer.active", new AtomicInteger());
        samples = registry.gauge("headwater.trainer.dataset.samples", new AtomicInteger());
        expired = registry.gauge("headwater.trainer.dataset.images.expired", new AtomicInteger());
        rejected = registry.gauge("headwater.trainer.dataset.images.undecodable", new AtomicInteger());
        champion = registry.gauge("headwater.trainer.champion.version", new AtomicInteger());
        skipped = registry.counter("headwater.trainer.samples.skipped");
        failures = registry.counter("headwater.trainer.failures");
        training = registry.timer("headwater.trainer.training");
    }

    /** Whether this instance works (1) or stands by (0). */
    public void active(boolean works) {
        active.set(works ? 1 : 0);
    }

    public void dataset(Dataset dataset) {
        samples.set(dataset.samples().size());
        expired.set(dataset.expiredImages());
        rejected.set(dataset.rejectedImages());
    }

    /** A record of the samples topic was no sample. */
    public void sampleSkipped() {
        skipped.increment();
    }

    /** The work was interrupted by a fault and begins again. */
    public void failed() {
        failures.increment();
    }

    public void trained(Duration duration) {
        training.record(duration);
    }

    public void answered(Decision decision) {
        registry.counter(
                        "headwater.trainer.requests.answered",
                        "decision",
                        decision.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    public void champion(int version) {
        champion.set(version);
    }
}
