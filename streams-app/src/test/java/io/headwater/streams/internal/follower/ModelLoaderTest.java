package io.headwater.streams.internal.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelPackager;
import io.headwater.model.Precision;
import io.headwater.model.testing.TinyModels;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.vision.Artifact;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoaderTest {

    private static final List<String> LABELS = List.of("float32", "int8");

    @TempDir
    Path directory;

    private ArtifactStore store;
    private ModelVersion plain;
    private ModelVersion both;

    /** A form answers with its own name. */
    @BeforeEach
    void publish() throws IOException {
        store = ArtifactStores.open("file:" + directory, directory);
        plain = TinyModels.publish(store, 1, LABELS);
        List<Artifact> artifacts = new ArrayList<>(plain.getArtifacts());
        artifacts.addAll(Precision.INT8.mark(new ModelPackager(store)
                .assemble(TinyModels.backbone(store), TinyModels.constantHead(LABELS, 1), LABELS, "default", 2)));
        both = TinyModels.publish(store, 2, LABELS);
        // Not by a builder: its deep copy refuses classes that Avro does not trust yet.
        both.put(ModelVersion.getClassSchema().getField("artifacts").pos(), artifacts);
    }

    private ModelLoader loader(Precision precision) {
        return loader(precision, false);
    }

    private ModelLoader loader(Precision precision, boolean slowInt8) {
        return new ModelLoader(store, Device.CPU, GpuOptions.DEFAULT, new BatchPolicy(0, 0, 1), precision, slowInt8);
    }

    private static String served(ModelLoader loader, ModelVersion version) throws IOException {
        try (InferenceSession session = loader.load(version)) {
            float[] probabilities = session.classify(session.newBatch(), 1).probabilities();
            return session.labels().get(probabilities[0] > probabilities[1] ? 0 : 1);
        }
    }

    @Test
    void servesTheFormThatWasAskedFor() throws IOException {
        assertThat(served(loader(Precision.FLOAT32), both)).isEqualTo("float32");
        ModelLoader int8 = loader(Precision.INT8);
        assertThat(served(int8, both)).isEqualTo("int8");
        assertThat(int8.notice()).isEmpty();
    }

    @Test
    void saysThatInt8IsOfNoUseOnAProcessorWithoutItsInstructions() throws IOException {
        ModelLoader int8 = loader(Precision.INT8, true);
        assertThat(served(int8, both)).isEqualTo("int8");
        assertThat(int8.notice().orElseThrow()).contains("model.precision=int8", "VNNI");
        assertThat(served(int8, plain)).isEqualTo("float32");
        assertThat(int8.notice().orElseThrow()).contains("VNNI").doesNotContain("publish.int8");

        ModelLoader float32 = loader(Precision.FLOAT32, true);
        assertThat(served(float32, both)).isEqualTo("float32");
        assertThat(float32.notice()).isEmpty();
    }

    @Test
    void servesFloatAndSaysSoWhereAVersionLacksTheForm() throws IOException {
        ModelLoader loader = loader(Precision.INT8);
        assertThat(served(loader, plain)).isEqualTo("float32");
        assertThat(loader.notice().orElseThrow())
                .contains("version 1 has no int8 form")
                .contains("publish.int8");
        assertThat(served(loader, both)).isEqualTo("int8");
        assertThat(loader.notice()).isEmpty();
    }
}
