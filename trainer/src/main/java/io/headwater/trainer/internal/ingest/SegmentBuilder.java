package io.headwater.trainer.internal.ingest;

import io.headwater.model.ImageRejectedException;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the entries of one flush, embeds their images, and stages a segment whenever there are enough. */
final class SegmentBuilder implements ImageFetcher.Visitor {

    private static final Logger log = LoggerFactory.getLogger(SegmentBuilder.class);

    /** Images that are kept in memory before they are written as a segment. */
    private static final long SEGMENT_BYTES = 32L * 1024 * 1024;

    private final PatientImageSource.Round images;
    private final Embedder embedder;
    private final Dataset dataset;
    private final List<SegmentEntry> entries = new ArrayList<>();
    private long bytes;

    SegmentBuilder(PatientImageSource.Round images, Embedder embedder, Dataset dataset) {
        this.images = images;
        this.embedder = embedder;
        this.dataset = dataset;
    }

    @Override
    public void found(IncomingSample sample, ImageEvent event) throws IOException {
        try {
            add(sample.entry(EntryKind.IMAGE).setImage(images.bytes(event)).build());
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
            stage();
        }
    }

    /** Stages what is left. */
    void stage() throws IOException {
        List<SegmentEntry> completed = new ArrayList<>();
        for (SegmentEntry entry : embedder.embed(entries)) {
            completed.add(entry);
            if (entry.getKind() == EntryKind.REJECTED) {
                log.warn("The image of event {} is rejected: {}", entry.getEventId(), entry.getProblem());
            }
            if (outdates(entry)) {
                completed.add(SegmentEntry.newBuilder(entry)
                        .setKind(EntryKind.DROPPED)
                        .setProblem(null)
                        .build());
            }
        }
        dataset.stage(completed);
        entries.clear();
        bytes = 0;
    }

    /** Whether there is no image for the new label, and an older one with a label that it has replaced. */
    private boolean outdates(SegmentEntry entry) {
        if (entry.getKind() != EntryKind.EXPIRED && entry.getKind() != EntryKind.REJECTED) {
            return false;
        }
        Sample known = dataset.sample(entry.getEventId());
        return known != null && !known.label().equals(entry.getLabel());
    }
}
