package io.headwater.streams.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeadwaterTopologyTest {

    private static final Pattern STORES = Pattern.compile("stores: \\[(.*?)]");

    /**
     * Names of stores and repartition topics are where a deployed app finds its state again: a change of this file needs a
     * reset of the application.
     */
    @Test
    void isTheOneThatDeployedAppsKnow() throws IOException {
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect("mock://describe", Map.of()), true);
        String described = HeadwaterTopology.build(
                        new Topics(Topics.DEFAULT_PREFIX),
                        serdes,
                        TopologyTestBase.collaborators(new FixedClassifier(classification -> new byte[0])))
                .describe()
                .toString();

        try (InputStream snapshot = getClass().getResourceAsStream("/topology.txt")) {
            assertThat(normalised(described))
                    .isEqualTo(new String(snapshot.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    /** One line for each node, in order of name: the order of the description is not fixed. */
    private static String normalised(String description) {
        return Stream.of(STORES.matcher(description)
                        .replaceAll(stores -> "stores: [" + sorted(stores.group(1)) + "]")
                        .replaceAll("\n\\s+(-->|<--)", " $1")
                        .split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Topologies") && !line.startsWith("Sub-topology"))
                .map(HeadwaterTopologyTest::withSortedNeighbours)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String withSortedNeighbours(String line) {
        return Stream.of(line.split(" (?=-->|<--)"))
                .map(part -> part.startsWith("-->") || part.startsWith("<--")
                        ? part.substring(0, 4) + sorted(part.substring(4))
                        : part)
                .collect(Collectors.joining(" "));
    }

    private static String sorted(String names) {
        return Stream.of(names.split(", ")).sorted().collect(Collectors.joining(", "));
    }
}
