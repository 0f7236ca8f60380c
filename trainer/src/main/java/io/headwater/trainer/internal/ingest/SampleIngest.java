package io.headwater.trainer.internal.ingest;

import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.ImagePlace;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.LabeledSample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
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

    private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);

    private final SampleReader reader;
    private final ImageFetcher fetcher;
    private final PatientImageSource imageSource;
    private final Embedder embedder;
    private final Dataset dataset;
    private final Dataset.Fence fence;
    private final TrainerMetrics metrics;
    private final int flushSamples;
    private final long flushNanos;

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
        this.reader = new SampleReader(
                topic, samples, sampleDeserializer, metrics, dataset.manifest().nextOffsets());
        this.fetcher = new ImageFetcher(images, imageDeserializer);
        this.imageSource = imageSource;
        this.embedder = embedder;
        this.dataset = dataset;
        this.fence = fence;
        this.metrics = metrics;
        this.flushSamples = flushSamples;
        this.flushNanos = flushInterval.toNanos();
    }

    /** Reads for at most {@code timeout} what has come, and commits if it is time to. */
    public void poll(Duration timeout) throws IOException {
        reader.read(timeout);
        int waiting = reader.waiting().size();
        if (waiting > 0 && (waiting >= flushSamples || reader.waitingNanos() >= flushNanos)) {
            flush();
        }
    }

    /**
     * Takes in everything that is in the topic now, and commits.
     *
     * @return false if it was told to stop before
     */
    public boolean catchUp(BooleanSupplier stopped) throws IOException {
        Map<TopicPartition, Long> ends = reader.ends();
        while (!reader.hasReached(ends)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            reader.read(CATCH_UP_POLL);
            if (reader.waiting().size() >= flushSamples) {
                flush();
            }
        }
        flush();
        return true;
    }

    private void flush() throws IOException {
        int waiting = reader.waiting().size();
        // Offsets alone are not committed: that would make a manifest for every transaction marker.
        if (waiting == 0 && reader.skipped() == 0) {
            return;
        }
        long began = System.nanoTime();
        SegmentBuilder segments = new SegmentBuilder(imageSource.round(), embedder, dataset);
        int refused = fill(segments);
        segments.stage();
        dataset.commit(reader.positions(), reader.skipped(), refused, fence);
        reader.taken();
        metrics.dataset(dataset);
        if (waiting > 0) {
            log.info(
                    "Took {} samples into the dataset in {} ms: {} samples, {} expired and {} undecodable images",
                    waiting,
                    (System.nanoTime() - began) / 1_000_000,
                    dataset.samples().size(),
                    dataset.expiredImages(),
                    dataset.rejectedImages());
        }
    }

    /** Adds what is waiting; returns how many samples a full dataset has no room for. */
    private int fill(SegmentBuilder segments) throws IOException {
        Map<String, String> labels = new HashMap<>();
        reader.waiting().forEach(sample -> labels.put(sample.eventId(), sample.label()));
        Set<String> admitted = dataset.admitted(labels);
        List<IncomingSample> fetched = new ArrayList<>();
        int refused = 0;
        for (IncomingSample sample : reader.waiting()) {
            Sample known = dataset.sample(sample.eventId());
            if (known != null && known.image().equals(ImagePlace.of(sample.image()))) {
                segments.add(sample.entry(EntryKind.LABEL).build());
            } else if (admitted.contains(sample.eventId())) {
                fetched.add(sample);
            } else {
                refused++;
                if (known != null) {
                    // Its new image has no room, and the old one is out of date.
                    segments.add(sample.entry(EntryKind.DROPPED).build());
                }
            }
        }
        fetcher.fetch(fetched, segments);
        return refused;
    }

    @Override
    public void close() {
        reader.close();
        fetcher.close();
    }
}
