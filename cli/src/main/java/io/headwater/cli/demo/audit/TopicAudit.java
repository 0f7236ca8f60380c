package io.headwater.cli.demo.audit;

import io.headwater.cli.CliException;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.schemas.Topics;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the topics from the beginning to what is their end at the time of the call. The consumer must be
 * {@code read_committed}: what the audit says then holds for every other such reader, whatever the apps believe.
 */
public final class TopicAudit {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration MAX_SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final Topics topics;
    private final TopicRecords found = new TopicRecords();

    public TopicAudit(Consumer<byte[], byte[]> consumer, RecordDecoder decoder, Topics topics) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.topics = topics;
    }

    /**
     * Reads everything and reports.
     *
     * @param truth the truth by event id
     * @param phases names of the story's phases in order
     * @throws CliException where the broker stops answering
     */
    public DemoReport report(Map<String, Shot> truth, PhaseNames phases) {
        return new ReportBuilder(read(), truth, phases).build();
    }

    TopicRecords read() {
        List<TopicPartition> partitions = Stream.of(
                        topics.images(),
                        topics.classifications(),
                        topics.deadLetters(),
                        topics.feedback(),
                        topics.samples(),
                        topics.models(),
                        topics.retrainResults())
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long lastProgress = System.nanoTime();
        long behind = behind(ends, partitions);
        while (behind > 0) {
            consumer.poll(POLL).forEach(this::add);
            long now = behind(ends, partitions);
            if (now < behind) {
                behind = now;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > MAX_SILENCE.toNanos()) {
                throw new CliException("The audit cannot read the topics to their end: nothing came for "
                        + MAX_SILENCE.toSeconds() + " s with " + behind + " offsets to go");
            }
        }
        return found;
    }

    private long behind(Map<TopicPartition, Long> ends, Collection<TopicPartition> partitions) {
        // Positions, not records, tell the end: the last offset of a transaction is its marker, which nobody sees.
        return partitions.stream()
                .mapToLong(partition -> Math.max(0, ends.get(partition) - consumer.position(partition)))
                .sum();
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.images().name())) {
            found.images.put(place(topic, record.partition(), record.offset()), eventId(record));
        } else if (topic.equals(topics.classifications().name())) {
            found.classifications.add((Classification) decoder.decode(record));
        } else if (topic.equals(topics.deadLetters().name())) {
            addDeadLetter(record);
        } else if (topic.equals(topics.feedback().name())) {
            found.feedback++;
        } else if (topic.equals(topics.samples().name())) {
            found.samples.add(new String(record.key(), StandardCharsets.UTF_8));
        } else if (topic.equals(topics.models().name())) {
            found.versions.add((ModelVersion) decoder.decode(record));
        } else {
            found.results.add((RetrainResult) decoder.decode(record));
        }
    }

    private String eventId(ConsumerRecord<byte[], byte[]> record) {
        return ((ImageEvent) decoder.decode(record)).getEventId();
    }

    private void addDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        found.deadLetters++;
        String topic = header(record, DeadLetterHeaders.TOPIC);
        String partition = header(record, DeadLetterHeaders.PARTITION);
        String offset = header(record, DeadLetterHeaders.OFFSET);
        if (topic != null && partition != null && offset != null) {
            found.deadLetterOrigins.add(place(topic, Integer.parseInt(partition), Long.parseLong(offset)));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static TopicRecords.Place place(String topic, int partition, long offset) {
        return new TopicRecords.Place(new TopicPartition(topic, partition), offset);
    }
}
