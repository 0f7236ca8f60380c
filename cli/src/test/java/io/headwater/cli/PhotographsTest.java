package io.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on real photographs, with the commands that a user would give. */
class PhotographsTest {

    private static final Path ASSETS = assets();

    /** Reference for frozen MobileNetV2 features and all 625 training images: .867, noise about .02. */
    private static final int TRAIN_IMAGES = 625;

    private static final double LEAST_ACCURACY = 0.85;

    @TempDir
    private Path directory;

    @Test
    @Timeout(600)
    void aRealBackboneLearnsFlowersAndTellsThemApart() throws Exception {
        assumeTrue(ASSETS != null, "Skipped: there is no ../shared/assets beside the project");
        unpack(ASSETS.resolve("flowers-5class-925.tar"));
        PlatformOptions options = PlatformOptions.in(directory.resolve("data")).onFreePorts();
        try (LocalPlatform platform = LocalPlatform.start(options, line -> {})) {
            String weights = ASSETS.resolve("weights/mobilenetv2_1.0_224.onnx").toString();
            run(platform, "backbone", "import", weights, "--name", "mobilenetv2", "--preprocess", "tf");
            run(platform, "import", flowers("train"));
            JsonNode result = run(platform, "retrain", "--wait");
            assertThat(result.get("decision").asText()).isEqualTo("PROMOTED");
            int learnedFrom = result.get("trainSamples").asInt();
            int heldOut = result.get("candidate").get("samples").asInt();
            assertThat(learnedFrom + heldOut)
                    .as("no label that was sent is left out")
                    .isEqualTo(TRAIN_IMAGES);

            run(platform, "produce", flowers("test"), "--wait");
            JsonNode score = run(platform, "produce", flowers("test"), "--score");
            assertThat(score.get("versions").toString()).isEqualTo("{\"1\":300}");
            assertThat(score.get("accuracy").asDouble()).isGreaterThanOrEqualTo(LEAST_ACCURACY);

            Path exported = directory.resolve("flowers.onnx");
            run(platform, "models", "export", "1", exported.toString());
            assertThat(exported).isNotEmptyFile();
            assertThat(run(platform, "models", "list").get(0).get("champion").asBoolean())
                    .isTrue();
        }
    }

    private static Path assets() {
        for (Path at = ProjectRoot.find(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolveSibling("shared/assets"))) {
                return at.resolveSibling("shared/assets");
            }
        }
        return null;
    }

    private String flowers(String part) {
        return directory.resolve("flowers").resolve(part).toString();
    }

    private void unpack(Path tar) throws Exception {
        Process process = new ProcessBuilder("tar", "-xf", tar.toString(), "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static JsonNode run(LocalPlatform platform, String... arguments) throws Exception {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        CommandRun run = CommandRun.on(platform, all);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
