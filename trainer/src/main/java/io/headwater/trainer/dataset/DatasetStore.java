package io.headwater.trainer.dataset;

import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.Artifact;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * A model's dataset in the artifact store: content-addressed Avro segments, a content-addressed manifest that lists them,
 * and the ref {@code dataset/<model>} that names the manifest. Replacing the ref is the commit; whatever was written
 * before it and is not reached from it does not count.
 */
public final class DatasetStore {

    private static final String MANIFEST_ROLE = "dataset-manifest";

    /** Avro's marker between blocks. A fixed one makes the same entries the same file. */
    private static final byte[] SYNC = "headwater-sample".getBytes(StandardCharsets.US_ASCII);

    private static final Schema SCHEMA = SegmentEntry.getClassSchema();
    private static final Schema WITHOUT_IMAGE = withoutLastField(SCHEMA);

    static {
        // Avro 1.12 decodes only classes of packages that were declared trusted.
        String trusted = SegmentEntry.class.getPackageName() + ".";
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(trusted)));
    }

    private final ArtifactStore store;
    private final String ref;

    public DatasetStore(ArtifactStore store, String model) {
        this.store = store;
        this.ref = "dataset/" + model;
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
    public Segment write(List<SegmentEntry> entries) throws IOException {
        Path file = Files.createTempFile("headwater-segment", ".avro");
        try {
            try (OutputStream out = Files.newOutputStream(file);
                    DataFileWriter<SegmentEntry> writer =
                            new DataFileWriter<>(new SpecificDatumWriter<>(SCHEMA, data()))) {
                writer.create(SCHEMA, out, SYNC);
                for (SegmentEntry entry : entries) {
                    writer.append(entry);
                }
            }
            Artifact artifact = store.put(Segment.ROLE, file, Segment.EXTENSION);
            return new Segment(artifact.getUri(), artifact.getSha256(), artifact.getSize(), entries.size());
        } finally {
            Files.deleteIfExists(file);
        }
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
        File file = store.fetch(segment.artifact()).toFile();
        SpecificDatumReader<SegmentEntry> datumReader =
                new SpecificDatumReader<>(null, images ? SCHEMA : WITHOUT_IMAGE, data());
        try (DataFileReader<SegmentEntry> reader = new DataFileReader<>(file, datumReader)) {
            while (reader.hasNext()) {
                if (!visitor.test(reader.next(null))) {
                    return false;
                }
            }
            return true;
        } catch (AvroRuntimeException e) {
            throw new IOException("The dataset segment " + segment.uri() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SpecificData data() {
        return SpecificData.getForClass(SegmentEntry.class);
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
