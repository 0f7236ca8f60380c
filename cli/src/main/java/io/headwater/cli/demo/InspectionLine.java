package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.Shot;
import io.headwater.schemas.Topic;
import io.headwater.vision.ImageEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The camera over the line: takes pictures of whatever the scene is at a steady rate, and sends them as image events,
 * without a pause from beginning to end. Event ids and pictures follow from the seed and the order of the scenes.
 */
final class InspectionLine implements AutoCloseable {

    private static final long STRIDE = 1_000_003;
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Producer<String, ImageEvent> producer;
    private final Topic<ImageEvent> topic;
    private final TruthLedger ledger;
    private final LongSupplier answered;
    private final Failure failure;
    private final DemoPlan plan;
    private final SurfaceGenerator generator = new SurfaceGenerator();
    private final KindDeck deck;
    private final Thread thread = new Thread(this::run, "inspection-line");
    private volatile Scene scene;
    private volatile boolean stopped;

    /** @param answered number of events that have an answer so far */
    InspectionLine(DemoClients clients, DemoPlan plan, TruthLedger ledger, LongSupplier answered, Failure failure) {
        topic = clients.topics().images();
        producer = clients.producer("demo-camera", topic);
        deck = new KindDeck(plan.seed());
        this.plan = plan;
        this.ledger = ledger;
        this.answered = answered;
        this.failure = failure;
    }

    /** From now on the camera sees this; the first scene starts the line. */
    void show(Scene next) {
        scene = next;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void run() {
        long gap = TimeUnit.SECONDS.toNanos(1) / plan.eventsPerSecond();
        long next = System.nanoTime();
        try {
            while (!stopped) {
                // A machine that cannot keep up gets fewer events, not a backlog.
                while (!stopped && ledger.size() - answered.getAsLong() >= plan.eventsInFlight()) {
                    LockSupport.parkNanos(CATCH_UP_NANOS);
                }
                LockSupport.parkNanos(next - System.nanoTime());
                if (System.nanoTime() >= next) {
                    send();
                    next = Math.max(next + gap, System.nanoTime() - gap);
                }
            }
        } catch (RuntimeException e) {
            failure.note("The camera stopped sending", e);
        }
    }

    private void send() {
        Scene now = scene;
        long sequence = ledger.size();
        SurfaceKind kind = deck.deal(now.kinds());
        byte[] picture = generator.jpeg(kind, now.lighting(), plan.seed() * STRIDE + sequence);
        String eventId = String.format(Locale.ROOT, "demo-%d-%06d", plan.seed(), sequence);
        ImageEvent event = ImageEvent.newBuilder()
                .setEventId(eventId)
                .setSource("line-1")
                .setCapturedAt(Instant.now())
                .setContentType("image/jpeg")
                .setBytes(ByteBuffer.wrap(picture))
                .build();
        ledger.note(eventId, new Shot(now.phase(), kind.label()));
        producer.send(new ProducerRecord<>(topic.name(), eventId, event), (metadata, error) -> {
            if (error != null) {
                failure.note("An image event could not be sent", error);
            }
        });
    }

    /** Ends the stream; returns when the broker has acknowledged every event. */
    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }
}
