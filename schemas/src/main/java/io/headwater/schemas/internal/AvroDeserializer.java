package io.headwater.schemas.internal;

import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads records by the schema that their id names, whatever version wrote them. Bytes in a record are views of the input. */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;
    private final SpecificData data;
    private final Schema readerSchema;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

    public AvroDeserializer(SchemaRegistry registry, Class<T> type) {
        this.registry = registry;
        this.data = SpecificData.getForClass(type);
        this.readerSchema = data.getSchema(type);
    }

    @Override
    public T deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new UndecodableRecordException(
                    Reason.NOT_FRAMED,
                    "A record of " + bytes.length + " bytes in " + topic
                            + " is not Avro in the registry's wire format (a zero byte, then a schema id)",
                    null);
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        SpecificDatumReader<T> reader = readers.get(id);
        if (reader == null) {
            reader = newReader(topic, id);
            readers.put(id, reader);
        }
        try {
            return reader.read(null, new ArrayDecoder(bytes, HEADER_BYTES));
        } catch (IOException | RuntimeException e) {
            throw new UndecodableRecordException(
                    Reason.WRONG_SCHEMA, "A record in " + topic + " does not decode with its schema " + id, e);
        }
    }

    private SpecificDatumReader<T> newReader(String topic, int id) {
        Schema writerSchema = registry.schema(id);
        // Without the check a record of another kind may decode into nonsense made of defaults.
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, writerSchema)
                .getType();
        if (type != SchemaCompatibilityType.COMPATIBLE) {
            throw new UndecodableRecordException(
                    Reason.WRONG_SCHEMA,
                    "Schema " + id + " (" + writerSchema.getFullName() + ") in " + topic + " cannot be read as "
                            + readerSchema.getFullName(),
                    null);
        }
        return new SpecificDatumReader<>(writerSchema, readerSchema, data);
    }
}
