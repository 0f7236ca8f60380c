package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.RecordDecoder;
import io.headwater.schemas.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Follows topics from their beginning, on a thread of its own. */
final class TopicTail implements AutoCloseable {

    /** Gets each record in turn; the value is null for topics of raw bytes. */
    interface Handler {
        void accept(String topic, SpecificRecord value);
    }

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final Handler handler;
    private final Failure failure;
    private final Thread thread;
    private volatile boolean stopped;

    TopicTail(String name, DemoClients clients, List<Topic<?>> topics, Handler handler, Failure failure) {
        consumer = clients.consumer(name);
        decoder = clients.decoder();
        this.handler = handler;
        this.failure = failure;
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::run, name);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    handler.accept(record.topic(), decoder.decode(record));
                }
            }
        } catch (WakeupException e) {
            // Asked to stop.
        } catch (RuntimeException e) {
            failure.note("The demo cannot follow the topics any more", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
