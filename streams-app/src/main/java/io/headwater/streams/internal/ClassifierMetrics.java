package io.headwater.streams.internal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every metric of the classifier. Counters count work done: after a crash records that are read again are counted
 * again, so what was classified is known from the topic, not from here.
 */
public final class ClassifierMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ClassifierMetrics.class);
    private static final long LOG_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Not percentiles, which every image would pay for: of small ones they took a tenth of what workers do in Java. */
    private static final Duration[] DECODE_BUCKETS = IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer batchTime;
    private final Timer decodeTime;
    private final AtomicLong version = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

    public ClassifierMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("headwater.batch.size")
                .description("Images of a batch")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.batchTime = Timer.builder("headwater.batch.time")
                .description("Time of a batch on the device")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.decodeTime = Timer.builder("headwater.decode.time")
                .description("Time to decode and resize an image")
                .serviceLevelObjectives(DECODE_BUCKETS)
                .register(registry);
        Gauge.builder("headwater.model.version", version, AtomicLong::get)
                .description("Version that serves, 0 before the first one")
                .register(registry);
        Gauge.builder("headwater.model.epoch", epoch, AtomicLong::get)
                .description("Epoch of the alias that named it")
                .register(registry);
    }

    /** Shows how much is under way. */
    public void watchQueues(Number inFlight, Supplier<Number> waiting) {
        Gauge.builder("headwater.pipeline.in.flight", inFlight, Number::doubleValue)
                .description("Images between being read and being classified")
                .register(registry);
        Gauge.builder("headwater.pipeline.waiting", waiting)
                .description("Images that wait for a worker")
                .register(registry);
    }

    public void batch(int images, long nanos) {
        batchSize.record(images);
        batchTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void decoded(long nanos) {
        decodeTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void deadLetter(DeadLetter deadLetter) {
        Counter.builder("headwater.dead.letters")
                .description("Records that could not be processed")
                .tag("stage", deadLetter.stage().text())
                .tag("error", deadLetter.error())
                .register(registry)
                .increment();
        if (due("dead letter " + deadLetter.stage())) {
            DeadLetter.Origin origin = deadLetter.origin();
            LOG.warn(
                    "Dead letter from {}-{}@{}: {} ({}), {}",
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    deadLetter.stage().text(),
                    deadLetter.error(),
                    deadLetter.message());
        }
    }

    /** A fault that is retried; logged now and then only, since every record in flight meets it. */
    public void transientFault(String what, Throwable cause) {
        Counter.builder("headwater.retries")
                .description("Attempts that failed and are repeated")
                .tag("what", what)
                .register(registry)
                .increment();
        if (due(what)) {
            LOG.warn("A fault that may pass ({}); trying again: {}", what, DeadLetter.shortened(cause.toString()));
        }
    }

    public void serving(int newVersion, long newEpoch) {
        version.set(newVersion);
        epoch.set(newEpoch);
    }

    public void modelLoaded(long nanos) {
        Timer.builder("headwater.model.load.time")
                .description("Time to fetch, verify, load and warm up a version")
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    public void modelLoadFailed() {
        Counter.builder("headwater.model.load.failures")
                .description("Versions that could not be loaded, by attempt")
                .register(registry)
                .increment();
    }

    private boolean due(String what) {
        long now = System.nanoTime();
        Long last = lastLogged.get(what);
        if (last != null && now - last < LOG_EVERY_NANOS) {
            return false;
        }
        lastLogged.put(what, now);
        return true;
    }
}
