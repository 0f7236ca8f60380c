package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.Shot;
import io.headwater.schemas.Topic;
import io.headwater.vision.Classification;
import io.headwater.vision.Feedback;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A person at the end of the line: follows the classifications and sends the right label for a third of them, whether
 * they were right or wrong.
 */
final class Labeller implements AutoCloseable {

    private static final int ONE_IN = 3;

    private final Producer<String, Feedback> producer;
    private final Topic<Feedback> topic;
    private final TruthLedger ledger;
    private final Failure failure;
    private final TopicTail tail;
    private volatile long allowance;
    private long seen;
    private long given;

    Labeller(DemoClients clients, TruthLedger ledger, Failure failure) {
        topic = clients.topics().feedback();
        producer = clients.producer("demo-labeller", topic);
        this.ledger = ledger;
        this.failure = failure;
        tail = new TopicTail(
                "demo-labeller", clients, List.of(clients.topics().classifications()), this::look, failure);
    }

    /** Lets the labeller give this many labels in all. */
    void allow(long labels) {
        allowance = labels;
    }

    void allowAll() {
        allowance = Long.MAX_VALUE;
    }

    private void look(String from, SpecificRecord value) {
        String eventId = ((Classification) value).getEventId();
        Shot shot = ledger.of(eventId);
        if (shot == null || seen++ % ONE_IN != 0 || given >= allowance) {
            return;
        }
        given++;
        Feedback feedback = Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel(shot.label())
                .setAnnotator("demo")
                .setLabelledAt(Instant.now())
                .build();
        producer.send(new ProducerRecord<>(topic.name(), eventId, feedback), (metadata, error) -> {
            if (error != null) {
                failure.note("A label could not be sent", error);
            }
        });
    }

    /** Puts the hands down; returns the number of labels given, all acknowledged by the broker. */
    long stop() {
        tail.close();
        producer.flush();
        return given;
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }
}
