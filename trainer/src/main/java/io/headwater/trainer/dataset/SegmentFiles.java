package io.headwater.trainer.dataset;

import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.vision.Artifact;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Content-addressed Avro files with one kind of records, in the artifact store. The same records make the same file.
 *
 * @param <T> the records
 */
final class SegmentFiles<T extends SpecificRecord> {

    /** Avro's marker between blocks. A fixed one makes the same entries the same file. */
    private static final byte[] SYNC = "headwater-sample".getBytes(StandardCharsets.US_ASCII);

    static {
        // Avro 1.12 decodes only classes of packages that were declared trusted.
        String trusted = SegmentFiles.class.getPackageName() + ".avro.";
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(trusted)));
    }

    private final ArtifactStore store;
    private final Schema schema;
    private final SpecificData data;

    SegmentFiles(ArtifactStore store, Class<T> type) {
        this.store = store;
        this.data = SpecificData.getForClass(type);
        this.schema = data.getSchema(type);
    }

    Segment write(List<T> entries) throws IOException {
        Path file = Files.createTempFile("headwater-segment", ".avro");
        try {
            try (OutputStream out = Files.newOutputStream(file);
                    DataFileWriter<T> writer = new DataFileWriter<>(new SpecificDatumWriter<>(schema, data))) {
                writer.create(schema, out, SYNC);
                for (T entry : entries) {
                    writer.append(entry);
                }
            }
            Artifact artifact = store.put(Segment.ROLE, file, Segment.EXTENSION);
            return new Segment(artifact.getUri(), artifact.getSha256(), artifact.getSize(), entries.size());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    boolean read(Segment segment, Predicate<T> visitor) throws IOException {
        return read(segment, schema, visitor);
    }

    /**
     * Reads a segment's entries in order, until the visitor returns false.
     *
     * @param fields the schema with the fields that are read
     * @return whether the visitor saw all of them
     */
    boolean read(Segment segment, Schema fields, Predicate<T> visitor) throws IOException {
        File file = store.fetch(segment.artifact()).toFile();
        SpecificDatumReader<T> datumReader = new SpecificDatumReader<>(null, fields, data);
        try (DataFileReader<T> reader = new DataFileReader<>(file, datumReader)) {
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
}
