package io.headwater.schemas.internal;

import io.headwater.schemas.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records with the schema id in front. */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private static final int INITIAL_BYTES = 512;

    /** What a thread keeps from one record to the next; an image is not to stay in memory for that. */
    private static final int LARGEST_KEPT_BYTES = 64 * 1024;

    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
        private BinaryEncoder encoder;
    }

    private final SchemaRegistry registry;
    private final boolean autoRegister;

    /** Asking the registry's client instead costs 60 to 200 µs a record: it compares whole schemas. */
    private final Map<String, byte[]> headersByTopic = new ConcurrentHashMap<>();

    private final Map<Class<?>, SpecificDatumWriter<T>> writers = new ConcurrentHashMap<>();

    private final ThreadLocal<Output> outputs = ThreadLocal.withInitial(Output::new);

    public AvroSerializer(SchemaRegistry registry, boolean autoRegister) {
        this.registry = registry;
        this.autoRegister = autoRegister;
    }

    @Override
    public byte[] serialize(String topic, T record) {
        if (record == null) {
            return null;
        }
        Schema schema = record.getSchema();
        byte[] header = headersByTopic.computeIfAbsent(topic, t -> header(schemaId(t + "-value", schema)));
        Output output = outputs.get();
        output.bytes.reset();
        try {
            output.bytes.write(header);
            output.encoder = EncoderFactory.get().binaryEncoder(output.bytes, output.encoder);
            writer(record, schema).write(record, output.encoder);
            output.encoder.flush();
            return output.bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            // The encoder still holds the record's beginning, which it would write in front of the next one.
            outputs.remove();
            throw new SerializationException("Cannot encode a " + schema.getFullName() + " for " + topic, e);
        } finally {
            if (output.bytes.size() > LARGEST_KEPT_BYTES) {
                outputs.remove();
            }
        }
    }

    private SpecificDatumWriter<T> writer(T record, Schema schema) {
        return writers.computeIfAbsent(record.getClass(), type -> {
            // Records without times and the like write themselves, which boxes no number and looks up no field.
            SpecificData data = SpecificData.getForClass(type);
            data.setCustomCoders(true);
            return new SpecificDatumWriter<>(schema, data);
        });
    }

    /** A zero byte and the schema's id. */
    private static byte[] header(int schemaId) {
        return ByteBuffer.allocate(1 + Integer.BYTES).putInt(1, schemaId).array();
    }

    private int schemaId(String subject, Schema schema) {
        return autoRegister ? registry.register(subject, schema) : registry.idOf(subject, schema);
    }
}
