package io.headwater.streams.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeadwaterTopologyTest {

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
                        TopologyTestBase.collaborators(new FixedClassifier()))
                .describe()
                .toString();

        try (InputStream snapshot = getClass().getResourceAsStream("/topology.txt")) {
            assertThat(normalised(described))
                    .isEqualTo(new String(snapshot.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    /** One line for each node, in order of name: the order of the description is not fixed. */
    private static String normalised(String description) {
        return Stream.of(description
                        .replace("predictions-by-event, labels-by-event", "labels-by-event, predictions-by-event")
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
                        ? part.substring(0, 4)
                                + Stream.of(part.substring(4).split(", "))
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                        : part)
                .collect(Collectors.joining(" "));
    }
}
