package io.headwater.trainer.dataset;

import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/**
 * A model's dataset in the artifact store: content-addressed Avro segments, a content-addressed manifest that lists them,
 * and the ref {@code dataset/<model>} that names the manifest. Replacing the ref is the commit; whatever was written
 * before it and is not reached from it does not count.
 */
public final class DatasetStore {

    private static final String MANIFEST_ROLE = "dataset-manifest";

    private static final Schema WITHOUT_IMAGE = withoutLastField(SegmentEntry.getClassSchema());

    private final ArtifactStore store;
    private final String ref;
    private final SegmentFiles<SegmentEntry> entries;
    private final SegmentFiles<ViewEntry> views;

    public DatasetStore(ArtifactStore store, String model) {
        this.store = store;
        this.ref = "dataset/" + model;
        this.entries = new SegmentFiles<>(store, SegmentEntry.class);
        this.views = new SegmentFiles<>(store, ViewEntry.class);
    }

    /** The committed dataset; empty before the first commit. */
    public Optional<Manifest> load() throws IOException {
        Optional<byte[]> pointer = store.readRef(ref);
        if (pointer.isEmpty()) {
            return Optional.empty();
        }
        Path file = store.fetch(ManifestPointer.fromJson(pointer.get()).artifact(MANIFEST_ROLE));
        return Optional.of(Manifest.fromJson(Files.readAllBytes(file)));
    }

    /** Writes a segment. It belongs to the dataset only once a manifest with it is committed. */
    public Segment write(List<SegmentEntry> segment) throws IOException {
        return entries.write(segment);
    }

    /** Stores the manifest's file; {@link #commit} makes it the dataset. */
    public ManifestPointer write(Manifest manifest) throws IOException {
        Path file = Files.createTempFile("headwater-manifest", ".json");
        try {
            Files.write(file, manifest.toJson());
            return ManifestPointer.of(store.put(MANIFEST_ROLE, file, "json"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Makes the manifest the dataset: the commit point. */
    public void commit(ManifestPointer manifest) throws IOException {
        store.writeRef(ref, manifest.toJson());
    }

    /**
     * Reads a segment's entries in order, until the visitor returns false.
     *
     * @param images whether the images are read too
     * @return whether the visitor saw all of them
     */
    public boolean read(Segment segment, boolean images, Predicate<SegmentEntry> visitor) throws IOException {
        return images ? entries.read(segment, visitor) : entries.read(segment, WITHOUT_IMAGE, visitor);
    }

    SegmentFiles<SegmentEntry> entries() {
        return entries;
    }

    SegmentFiles<ViewEntry> views() {
        return views;
    }

    private static Schema withoutLastField(Schema schema) {
        Schema shorter =
                Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), schema.isError());
        List<Schema.Field> fields =
                schema.getFields().subList(0, schema.getFields().size() - 1);
        shorter.setFields(fields.stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        return shorter;
    }
}
