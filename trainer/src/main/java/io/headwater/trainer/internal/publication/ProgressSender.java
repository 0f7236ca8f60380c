package io.headwater.trainer.internal.publication;

import io.headwater.schemas.Topic;
import io.headwater.vision.RetrainProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends how far retrainings have come. On a thread of its own, and what does not go through is dropped: a broker or a
 * registry that is away neither holds up a training nor fails it.
 */
public final class ProgressSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProgressSender.class);

    private static final int MOST_WAITING = 64;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final Topic<RetrainProgress> topic;
    private final Serializer<RetrainProgress> serializer;
    private final ThreadPoolExecutor thread;

    public ProgressSender(
            Producer<byte[], byte[]> producer, Topic<RetrainProgress> topic, Serializer<RetrainProgress> serializer) {
        this.producer = producer;
        this.topic = topic;
        this.serializer = serializer;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread sender = new Thread(task, "trainer-progress");
                    sender.setDaemon(true);
                    return sender;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Sends it soon, or never. Does not wait and does not fail. */
    public void send(RetrainProgress progress) {
        thread.execute(() -> sendNow(progress));
    }

    private void sendNow(RetrainProgress progress) {
        try {
            byte[] key = progress.getRequestId().getBytes(StandardCharsets.UTF_8);
            producer.send(
                    new ProducerRecord<>(topic.name(), 0, key, serializer.serialize(topic.name(), progress)),
                    (place, failure) -> {
                        if (failure != null) {
                            log.debug("Progress was not sent: {}", failure.toString());
                        }
                    });
        } catch (RuntimeException e) {
            log.debug("Progress was not sent: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(CLOSE_TIMEOUT);
    }
}
