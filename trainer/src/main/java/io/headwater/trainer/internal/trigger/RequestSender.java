package io.headwater.trainer.internal.trigger;

import io.headwater.schemas.Topic;
import io.headwater.trainer.internal.trigger.Trigger.Due;
import io.headwater.vision.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Sends the requests of triggers to the topic that all requests go to. */
public final class RequestSender implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Topic<RetrainRequest> topic;
    private final Serializer<RetrainRequest> serializer;
    private final String model;

    public RequestSender(
            Producer<byte[], byte[]> producer,
            Topic<RetrainRequest> topic,
            Serializer<RetrainRequest> serializer,
            String model) {
        this.producer = producer;
        this.topic = topic;
        this.serializer = serializer;
        this.model = model;
    }

    /** Sends and waits until the broker has it. */
    public void send(Due due, Instant now) throws InterruptedException {
        RetrainRequest request = RetrainRequest.newBuilder()
                .setRequestId(due.requestId())
                .setModel(model)
                .setReason(due.reason())
                .setOverrides(Map.of())
                .setRequestedBy("trainer")
                .setRequestedAt(now)
                .build();
        byte[] key = model.getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic.name(), 0, key, serializer.serialize(topic.name(), request)))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot send the request " + due.requestId(), e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
