package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import io.headwater.schemas.Topic;
import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the trainer for new versions. */
final class Retraining implements AutoCloseable {

    private final Producer<String, RetrainRequest> producer;
    private final Topic<RetrainRequest> topic;
    private final String model;
    private final long seed;
    private int requests;

    Retraining(DemoClients clients, long seed) {
        topic = clients.topics().retrainRequests();
        producer = clients.producer("demo-retraining", topic);
        model = clients.model();
        this.seed = seed;
    }

    /** Sends a request and returns its id. */
    String ask() {
        String requestId = String.format(Locale.ROOT, "demo-%d-retraining-%d", seed, ++requests);
        RetrainRequest request = RetrainRequest.newBuilder()
                .setRequestId(requestId)
                .setModel(model)
                .setReason(RetrainReason.MANUAL)
                .setRequestedBy("demo")
                .setRequestedAt(Instant.now())
                .build();
        try {
            producer.send(new ProducerRecord<>(topic.name(), model, request)).get();
        } catch (ExecutionException e) {
            throw new CliException(
                    "The retrain request could not be sent: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while asking for a retraining", e);
        }
        return requestId;
    }

    @Override
    public void close() {
        producer.close();
    }
}
