package io.headwater.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import io.headwater.model.testing.TestImages;
import io.headwater.schemas.Topics;
import io.headwater.streams.ClassifierApp;
import io.headwater.streams.ClassifierConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program in another language, on client libraries of others (kafkajs and Confluent's registry client for Node),
 * takes part in the loop with nothing of ours but the topic names and the schemas in the registry.
 */
class NodeInteropTest {

    private static final int IMAGES = 8;
    private static final int SIZE = 96;

    @Test
    void nodeProgramSendsImagesAndLabelsAndReadsClassifications(@TempDir Path directory) throws Exception {
        NodeProgram program = NodeProgram.install("interop.cjs");
        Path images = Files.createDirectory(directory.resolve("images"));
        for (int i = 0; i < IMAGES; i++) {
            Files.write(images.resolve(i + ".jpg"), TestImages.jpeg(SIZE, SIZE, i));
        }
        PlatformOptions options =
                PlatformOptions.in(directory.resolve("data")).onFreePorts().withoutApps();
        try (LocalPlatform platform = LocalPlatform.start(options, part -> {});
                ClassifierApp classifier = new ClassifierApp(settings(platform))) {
            classifier.start();
            JsonNode seen = new ObjectMapper()
                    .readTree(program.run(
                            platform.bootstrapServers(),
                            platform.registryUrl(),
                            Topics.DEFAULT_PREFIX,
                            images.toString(),
                            "scratch"));

            List<String> sent = list(seen.get("sent"), "");
            assertThat(sent).hasSize(IMAGES);
            assertThat(list(seen.get("classifications"), "/eventId")).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(list(seen.get("classifications"), "/key")).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(list(seen.get("classifications"), "/status")).containsOnly("NO_MODEL");
            assertThat(list(seen.get("classifications"), "/image/topic")).containsOnly("vision.images");
            assertThat(list(seen.get("samples"), "/eventId")).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(list(seen.get("samples"), "/label")).containsOnly("scratch");
            assertThat(list(seen.get("samples"), "/annotator")).containsOnly("node");
            assertThat(list(seen.get("samples"), "/image/topic")).containsOnly("vision.images");
        }
    }

    private static ClassifierConfig settings(LocalPlatform platform) {
        Map<String, String> settings = new HashMap<>(platform.settings());
        settings.put(
                ClassifierConfig.STATE_DIR,
                platform.dataDirectory().resolve("streams").toString());
        settings.put(ClassifierConfig.DEVICE, "cpu");
        return new ClassifierConfig(settings);
    }

    private static List<String> list(JsonNode array, String pointer) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.at(pointer).asText())
                .toList();
    }
}
