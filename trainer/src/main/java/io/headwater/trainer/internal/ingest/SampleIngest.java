package io.headwater.trainer.internal.ingest;

import io.headwater.model.ImageRejectedException;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.LabeledSample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the samples topic into the dataset. Samples wait until there are enough of them for a segment or the oldest has
 * waited long enough; then their images are fetched and embedded, and the dataset is committed with the offsets to go on
 * from. Nothing but that commit counts: after a crash the same records are read again.
 */
public final class SampleIngest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleIngest.class);

    /** Images that are kept in memory before they are written as a segment. */
    private static final long SEGMENT_BYTES = 32L * 1024 * 1024;

    private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<LabeledSample> deserializer;
    private final ImageFetcher fetcher;
    private final PatientImageSource imageSource;
    private final Embedder embedder;
    private final Dataset dataset;
    private final Dataset.Fence fence;
    private final TrainerMetrics metrics;
    private final int flushSamples;
    private final long flushNanos;
    private final List<TopicPartition> partitions;

    private final Map<String, IncomingSample> pending = new LinkedHashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private long skipped;
    private long oldestPending;

    /**
     * @param samples consumer without a group assignment: it is assigned every partition here
     * @param images consumer for {@link ImageFetcher}
     */
    public SampleIngest(
            String topic,
            Consumer<byte[], byte[]> samples,
            Deserializer<LabeledSample> sampleDeserializer,
            Consumer<byte[], byte[]> images,
            Deserializer<ImageEvent> imageDeserializer,
            PatientImageSource imageSource,
            Embedder embedder,
            Dataset dataset,
            Dataset.Fence fence,
            TrainerMetrics metrics,
            int flushSamples,
            Duration flushInterval) {
        this.consumer = samples;
        this.deserializer = sampleDeserializer;
        this.fetcher = new ImageFetcher(images, imageDeserializer);
        this.imageSource = imageSource;
        this.embedder = embedder;
        this.dataset = dataset;
        this.fence = fence;
        this.metrics = metrics;
        this.flushSamples = flushSamples;
        this.flushNanos = flushInterval.toNanos();
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<Integer, Long> next = dataset.manifest().nextOffsets();
        for (TopicPartition partition : partitions) {
            Long offset = next.get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
    }

    /** Reads for at most {@code timeout} what has come, and commits if it is time to. */
    public void poll(Duration timeout) throws IOException {
        read(timeout);
        boolean due = !pending.isEmpty()
                && (pending.size() >= flushSamples || System.nanoTime() - oldestPending >= flushNanos);
        if (due) {
            flush();
        }
    }

    /**
     * Takes in everything that is in the topic now, and commits.
     *
     * @return false if it was told to stop before
     */
    public boolean catchUp(BooleanSupplier stopped) throws IOException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!reached(ends)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            read(CATCH_UP_POLL);
            if (pending.size() >= flushSamples) {
                flush();
            }
        }
        flush();
        return true;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        // Positions, not records: the end may be a transaction marker.
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void read(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            LabeledSample sample = decode(record);
            if (sample == null) {
                skipped++;
                metrics.sampleSkipped();
            } else {
                if (pending.isEmpty()) {
                    oldestPending = System.nanoTime();
                }
                // Removed first, so that the last label also takes the last place.
                pending.remove(sample.getEventId());
                pending.put(sample.getEventId(), new IncomingSample(sample, record.partition(), record.offset()));
            }
        }
        for (TopicPartition partition : partitions) {
            positions.put(partition.partition(), consumer.position(partition));
        }
    }

    private LabeledSample decode(ConsumerRecord<byte[], byte[]> record) {
        String place = record.topic() + "-" + record.partition() + " offset " + record.offset();
        try {
            LabeledSample sample = deserializer.deserialize(record.topic(), record.value());
            if (sample == null) {
                log.warn("Skipped {}: a tombstone, and samples are never taken back", place);
            }
            return sample;
        } catch (UndecodableRecordException e) {
            log.warn("Skipped {}: {}", place, e.getMessage());
            return null;
        }
    }

    private void flush() throws IOException {
        // Offsets alone are not committed: that would make a manifest for every transaction marker.
        if (pending.isEmpty() && skipped == 0) {
            return;
        }
        long began = System.nanoTime();
        Segments segments = new Segments();
        List<IncomingSample> fetched = new ArrayList<>();
        for (IncomingSample sample : pending.values()) {
            if (dataset.contains(sample.eventId())) {
                segments.add(sample.entry(EntryKind.LABEL).build());
            } else {
                fetched.add(sample);
            }
        }
        fetcher.fetch(fetched, segments);
        segments.write();
        dataset.commit(positions, skipped, fence);
        if (!pending.isEmpty()) {
            log.info(
                    "Took {} samples into the dataset in {} ms: {} samples, {} expired and {} undecodable images",
                    pending.size(),
                    (System.nanoTime() - began) / 1_000_000,
                    dataset.samples().size(),
                    dataset.expiredImages(),
                    dataset.rejectedImages());
        }
        pending.clear();
        skipped = 0;
        metrics.dataset(dataset);
    }

    @Override
    public void close() {
        consumer.close();
        fetcher.close();
    }

    /** Collects entries and writes a segment whenever there are enough. */
    private final class Segments implements ImageFetcher.Visitor {

        private final List<SegmentEntry> entries = new ArrayList<>();
        private long bytes;

        @Override
        public void found(IncomingSample sample, ImageEvent event) throws IOException {
            try {
                add(sample.entry(EntryKind.IMAGE)
                        .setImage(imageSource.bytes(event))
                        .build());
            } catch (ImageRejectedException e) {
                add(sample.entry(EntryKind.REJECTED)
                        .setProblem(e.reason() + ": " + e.getMessage())
                        .build());
            } catch (PatientImageSource.ImageUnavailableException e) {
                missing(sample, e.getMessage());
            }
        }

        @Override
        public void missing(IncomingSample sample, String problem) {
            log.warn("The image of event {} is not there: {}", sample.eventId(), problem);
            entries.add(sample.entry(EntryKind.EXPIRED).setProblem(problem).build());
        }

        void add(SegmentEntry entry) throws IOException {
            entries.add(entry);
            bytes += entry.getImage() == null ? 0 : entry.getImage().remaining();
            if (bytes >= SEGMENT_BYTES) {
                write();
            }
        }

        void write() throws IOException {
            List<SegmentEntry> completed = embedder.embed(entries);
            for (SegmentEntry entry : completed) {
                if (entry.getKind() == EntryKind.REJECTED) {
                    log.warn("The image of event {} is rejected: {}", entry.getEventId(), entry.getProblem());
                }
            }
            dataset.stage(completed);
            entries.clear();
            bytes = 0;
        }
    }
}
