package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.headwater.schemas.UndecodableRecordException.Reason;
import io.headwater.vision.Feedback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that others registered: none of them may look like a registry that is away, since that is waited for. */
class ForeignSchemasTest {

    private static final byte[] RECORD_OF_SCHEMA_1 = {0, 0, 0, 0, 1, 2};

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private SchemaRegistry registry;
    private Deserializer<Feedback> deserializer;

    @BeforeEach
    void startRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = answers.get(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        registry =
                SchemaRegistry.connect("http://127.0.0.1:" + server.getAddress().getPort(), Map.of());
        deserializer = new AvroSerdes(registry, false).deserializer(Feedback.class);
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF", "SOMETHING"})
    void aRecordWhoseSchemaIsNotAvroIsPoisonAndAskedForOnce(String type) {
        answer("{}", ", \"schemaType\": \"" + type + "\"");

        assertWrongSchema();
        assertWrongSchema();
        assertThat(requests).hasValue(1);
    }

    @Test
    void aRecordWhoseSchemaIsNoSchemaIsPoison() {
        answer("{\"type\": \"record\"}", "");

        assertWrongSchema();
    }

    @Test
    void aRecordWhoseSchemaDoesNotStandAloneIsPoison() {
        answers.put(
                "/subjects/thing/versions/1",
                "{\"subject\": \"thing\", \"version\": 1, \"id\": 2, \"schema\": "
                        + quoted("{\"type\":\"enum\",\"name\":\"other.Thing\",\"symbols\":[\"A\"]}") + "}");
        answer(
                "{\"type\":\"record\",\"name\":\"other.Box\",\"fields\":[{\"name\":\"thing\",\"type\":\"other.Thing\"}]}",
                ", \"references\": [{\"name\": \"other.Thing\", \"subject\": \"thing\", \"version\": 1}]");

        assertWrongSchema();
    }

    @Test
    void aRecordWhoseSchemaHasAnInvalidDefaultIsRead() throws IOException {
        String schema = Feedback.getClassSchema().toString();
        String invalid = schema.replace("\"default\":null", "\"default\":7");
        assertThat(invalid).isNotEqualTo(schema);
        answer(invalid, "");
        Feedback feedback = new Feedback("e-1", "rose", null, Instant.ofEpochMilli(5));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(RECORD_OF_SCHEMA_1, 0, 5);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<>(Feedback.class).write(feedback, encoder);

        assertThat(deserializer.deserialize("vision.feedback", bytes.toByteArray()))
                .isEqualTo(feedback);
    }

    private void answer(String schema, String more) {
        answers.put("/schemas/ids/1", "{\"schema\": " + quoted(schema) + more + "}");
    }

    private static String quoted(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void assertWrongSchema() {
        assertThatThrownBy(() -> deserializer.deserialize("vision.feedback", RECORD_OF_SCHEMA_1))
                .isInstanceOfSatisfying(UndecodableRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.WRONG_SCHEMA))
                .hasMessageContaining("Schema 1 at http://127.0.0.1:")
                .hasMessageContaining("is not an Avro schema that can be read");
    }
}
