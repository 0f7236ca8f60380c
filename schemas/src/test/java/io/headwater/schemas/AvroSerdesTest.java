package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.headwater.schemas.UndecodableRecordException.Reason;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdesTest {

    private static final Topic<Feedback> TOPIC = new Topics("vision.").feedback();
    private static final Feedback FEEDBACK = Feedback.newBuilder()
            .setEventId("e-1")
            .setLabel("Sonnenblume 🌻")
            .setAnnotator(null)
            .setLabelledAt(Instant.ofEpochMilli(1_700_000_000_123L))
            .build();

    private final SchemaRegistry registry = SchemaRegistry.connect("mock://avro-serdes-test", Map.of());
    private final AvroSerdes serdes = new AvroSerdes(registry, true);
    private final Deserializer<Feedback> deserializer = serdes.deserializer(Feedback.class);

    @Test
    void recordsComeBackAsTheyWereAndCarryTheirSchemaId() {
        byte[] bytes = serdes.serde(TOPIC).serializer().serialize(TOPIC.name(), FEEDBACK);

        ByteBuffer framed = ByteBuffer.wrap(bytes);
        assertThat(framed.get()).isZero();
        assertThat(registry.schema(framed.getInt())).isEqualTo(Feedback.getClassSchema());
        assertThat(deserializer.deserialize(TOPIC.name(), bytes)).isEqualTo(FEEDBACK);
    }

    @Test
    void aRecordThatDoesNotEncodeLeavesNothingInTheNextOne() {
        var serializer = serdes.serde(TOPIC).serializer();
        Feedback withoutLabel = new Feedback("begins-well", null, null, FEEDBACK.getLabelledAt());
        assertThatThrownBy(() -> serializer.serialize(TOPIC.name(), withoutLabel))
                .isInstanceOf(SerializationException.class);

        byte[] next = serializer.serialize(TOPIC.name(), FEEDBACK);

        assertThat(deserializer.deserialize(TOPIC.name(), next)).isEqualTo(FEEDBACK);
    }

    @Test
    void recordsOfAnOlderWriterAreRead() throws IOException {
        Schema older = SchemaBuilder.record("Feedback")
                .namespace("io.headwater.vision")
                .fields()
                .requiredString("eventId")
                .requiredString("label")
                .name("labelledAt")
                .type(org.apache.avro.LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericData.Record(older);
        record.put("eventId", "e-2");
        record.put("label", "rose");
        record.put("labelledAt", 5L);

        Feedback read = deserializer.deserialize(TOPIC.name(), framed(older, record));

        assertThat(read.getEventId()).isEqualTo("e-2");
        assertThat(read.getAnnotator()).isNull();
        assertThat(read.getLabelledAt()).isEqualTo(Instant.ofEpochMilli(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 40})
    void garbageIsNotFramed(int length) {
        byte[] garbage = new byte[length];
        Arrays.fill(garbage, (byte) 'x');

        assertUndecodable(garbage, Reason.NOT_FRAMED);
    }

    @Test
    void anUnknownSchemaIdIsPoison() {
        assertUndecodable(new byte[] {0, 0, 1, 2, 3, 4}, Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void aTruncatedRecordIsPoison() {
        byte[] bytes = serdes.serde(TOPIC).serializer().serialize(TOPIC.name(), FEEDBACK);

        assertUndecodable(Arrays.copyOf(bytes, bytes.length - 3), Reason.WRONG_SCHEMA);
    }

    @Test
    void anotherKindOfRecordIsPoison() {
        byte[] bytes = serdes.<ImageEvent>serializer()
                .serialize("other", ImageEvent.newBuilder().setEventId("e-3").build());

        assertUndecodable(bytes, Reason.WRONG_SCHEMA);
    }

    @Test
    void aLyingLengthDoesNotExhaustMemory() throws IOException {
        int id = registry.register("lying-value", Feedback.getClassSchema());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
        encoder.writeLong(Integer.MAX_VALUE - 8);

        assertUndecodable(frame(id, body.toByteArray()), Reason.WRONG_SCHEMA);
    }

    @Test
    void withoutAutoRegistrationAMissingSchemaSaysWhatToDo() {
        AvroSerdes strict = new AvroSerdes(SchemaRegistry.connect("mock://empty", Map.of()), false);

        assertThatThrownBy(() -> strict.serde(TOPIC).serializer().serialize(TOPIC.name(), FEEDBACK))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("headwater topics apply");
    }

    @Test
    void aRegistryThatIsAwayIsATransientFault() {
        SchemaRegistry away = SchemaRegistry.connect("http://127.0.0.1:1", Map.of());
        Deserializer<Feedback> reader = new AvroSerdes(away, false).deserializer(Feedback.class);

        assertThatThrownBy(() -> reader.deserialize(TOPIC.name(), new byte[] {0, 0, 0, 0, 1, 2}))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void anErrorDoesNotTellThePasswordOfTheAddress() {
        try (SchemaRegistry guarded = SchemaRegistry.connect("http://ann:pass@127.0.0.1:1", Map.of())) {
            assertThatThrownBy(() -> guarded.schema(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("http://127.0.0.1:1 ")
                    .message()
                    .doesNotContain("pass");
        }
    }

    @Test
    void aProxysNotFoundIsATransientFaultAndTheRegistrysIsPoison() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>("<html>404 page not found</html>");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Deserializer<Feedback> reader =
                    new AvroSerdes(SchemaRegistry.connect(url, Map.of()), false).deserializer(Feedback.class);

            assertThatThrownBy(() -> reader.deserialize(TOPIC.name(), new byte[] {0, 0, 0, 0, 1, 2}))
                    .isInstanceOf(RegistryUnavailableException.class);
            answer.set("{\"error_code\": 40403, \"message\": \"Schema not found\"}");
            assertThatThrownBy(() -> reader.deserialize(TOPIC.name(), new byte[] {0, 0, 0, 0, 2, 2}))
                    .isInstanceOf(UndecodableRecordException.class);
        } finally {
            server.stop(0);
        }
    }

    private void assertUndecodable(byte[] bytes, Reason reason) {
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC.name(), bytes))
                .isInstanceOfSatisfying(UndecodableRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(reason));
    }

    private byte[] framed(Schema schema, GenericRecord record) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        return frame(registry.register(schema.getName() + "-older", schema), body.toByteArray());
    }

    private static byte[] frame(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }
}
