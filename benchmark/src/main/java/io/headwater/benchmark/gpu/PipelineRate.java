package io.headwater.benchmark.gpu;

import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.model.ServedModel;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.streams.internal.inference.InferencePipeline;
import io.headwater.vision.ImageEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** From encoded events to classifications through the classifier's own pipeline, without Kafka. */
final class PipelineRate {

    private static final int IN_FLIGHT_BATCHES = 4;
    private static final int LINGER_MILLIS = 5;
    private static final double NANOS = 1e9;

    private PipelineRate() {}

    /** Images per second in the last two thirds of the time; closes the session. */
    static double measure(InferenceSession session, List<byte[]> photographs, int threads, double seconds)
            throws InterruptedException {
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect("mock://" + UUID.randomUUID(), Map.of()), true);
        Topics topics = new Topics("vision", 1);
        List<byte[]> events = encoded(photographs, serdes, topics);
        try (ModelSlot models = new ModelSlot()) {
            models.swap(new ServedModel(1, 1, session));
            ImageSource source =
                    new ImageSource(HttpClient.newHttpClient(), List.of(), Duration.ofSeconds(1), Integer.MAX_VALUE);
            var parts = new InferencePipeline.Parts(
                    models,
                    serdes.deserializer(topics.images().valueType()),
                    source,
                    new ImageDecoder(Rates.MAX_PIXELS),
                    serdes.encoder(topics.classifications()));
            var settings = new InferencePipeline.Settings(
                    "default", 5, threads, new BatchPolicy(session.maxBatch(), LINGER_MILLIS, 0), Duration.ZERO);
            try (InferencePipeline pipeline = new InferencePipeline(
                    parts, settings, new ClassifierMetrics(new SimpleMeterRegistry()), Clock.systemUTC())) {
                return feed(pipeline, events, topics.images().name(), session.maxBatch() * IN_FLIGHT_BATCHES, seconds);
            }
        }
    }

    private static List<byte[]> encoded(List<byte[]> photographs, AvroSerdes serdes, Topics topics) {
        List<byte[]> events = new ArrayList<>();
        for (byte[] photograph : photographs) {
            ImageEvent event = ImageEvent.newBuilder()
                    .setEventId("event-" + events.size())
                    .setBytes(ByteBuffer.wrap(photograph))
                    .build();
            events.add(serdes.<ImageEvent>serializer().serialize(topics.images().name(), event));
        }
        return events;
    }

    private static double feed(InferencePipeline pipeline, List<byte[]> events, String topic, int most, double seconds)
            throws InterruptedException {
        Semaphore room = new Semaphore(most);
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        long counted = start + (long) (seconds / 3 * NANOS);
        long end = start + (long) (seconds * NANOS);
        long before = -1;
        long since = 0;
        for (long i = 0; System.nanoTime() < end; i++) {
            if (before < 0 && System.nanoTime() > counted) {
                before = done.get();
                since = System.nanoTime();
            }
            room.acquire();
            byte[] event = events.get((int) (i % events.size()));
            pipeline.submit(new ImageRecord(event, new DeadLetter.Origin(topic, 0, i, 0)))
                    .whenComplete((outcome, error) -> {
                        done.incrementAndGet();
                        room.release();
                    });
        }
        double rate = (done.get() - before) * NANOS / (System.nanoTime() - since);
        room.acquire(most);
        return rate;
    }
}
