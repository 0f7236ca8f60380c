package io.headwater.schemas;

import io.headwater.schemas.internal.AvroDeserializer;
import io.headwater.schemas.internal.AvroSerializer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes for Avro records in Confluent's wire format: a zero byte, the schema id in four bytes (big endian), the record.
 * All are safe for use by several threads.
 *
 * <p>Errors: {@link UndecodableRecordException} for bytes that never will decode,
 * {@link RegistryUnavailableException} where trying again may help.
 */
public final class AvroSerdes {

    static {
        // Avro 1.12 decodes only classes of packages that were declared trusted.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("io.headwater.")));
    }

    private final SchemaRegistry registry;
    private final boolean autoRegister;

    /**
     * @param autoRegister whether a serializer registers a schema that is not there; off in deployments, where
     *     {@code headwater topics apply} does it
     */
    public AvroSerdes(SchemaRegistry registry, boolean autoRegister) {
        this.registry = registry;
        this.autoRegister = autoRegister;
    }

    public <T extends SpecificRecord> Serializer<T> serializer() {
        return new AvroSerializer<>(registry, autoRegister);
    }

    public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
        return new AvroDeserializer<>(registry, type);
    }

    public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
        return Serdes.serdeFrom(serializer(), deserializer(type));
    }

    /** Makes the bytes of the topic's values. */
    public <T extends SpecificRecord> Function<T, byte[]> encoder(Topic<T> topic) {
        Serializer<T> serializer = serializer();
        return value -> serializer.serialize(topic.name(), value);
    }

    /** Serde of the topic's values. */
    public <T extends SpecificRecord> Serde<T> serde(Topic<T> topic) {
        return serde(topic.valueType());
    }
}
