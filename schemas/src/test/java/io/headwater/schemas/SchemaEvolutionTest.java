package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each schema against its released versions in {@code src/test/resources/released/VERSION/}. A release adds a directory;
 * nothing there ever changes.
 */
class SchemaEvolutionTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    static Stream<Topic<?>> topics() {
        return new Topics("vision.").all().stream().filter(topic -> topic.valueType() != null);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void newReadersReadReleasedRecords(Topic<?> topic) throws IOException {
        for (Schema released : released(topic)) {
            assertReads(topic.schema(), released);
            if (topic.compatibility() == Compatibility.FULL_TRANSITIVE) {
                assertReads(released, topic.schema());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyRecordAndFieldIsDocumentedAndEveryEnumHasADefault(Topic<?> topic) {
        Deque<Schema> open = new ArrayDeque<>(List.of(topic.schema()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Schema schema = open.pop();
            switch (schema.getType()) {
                case RECORD -> {
                    if (seen.add(schema.getFullName())) {
                        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                        schema.getFields().forEach(field -> {
                            assertThat(field.doc())
                                    .as(schema.getFullName() + "." + field.name())
                                    .isNotBlank();
                            open.add(field.schema());
                        });
                    }
                }
                case ENUM ->
                    assertThat(schema.getEnumDefault()).as(schema.getFullName()).isNotNull();
                case UNION -> open.addAll(schema.getTypes());
                case ARRAY -> open.add(schema.getElementType());
                case MAP -> open.add(schema.getValueType());
                default -> {}
            }
        }
    }

    private static void assertReads(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility result =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(result.getType()).as(result.getDescription()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    private static List<Schema> released(Topic<?> topic) throws IOException {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            List<Schema> schemas = versions.sorted(Comparator.naturalOrder())
                    .map(version -> version.resolve(topic.schema().getName() + ".avsc"))
                    .filter(Files::exists)
                    .map(SchemaEvolutionTest::parse)
                    .toList();
            assertThat(schemas).as("released schemas of " + topic.name()).isNotEmpty();
            return schemas;
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
