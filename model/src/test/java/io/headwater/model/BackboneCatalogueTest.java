package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneCatalogueTest {

    @TempDir
    Path directory;

    private ArtifactStore store;
    private BackboneCatalogue catalogue;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
        catalogue = new BackboneCatalogue(store);
    }

    @Test
    void alwaysHasTheBuiltInOne() throws IOException {
        assertThat(catalogue.list()).extracting(Backbone::name).containsExactly("headwater-tiny");
        assertThat(catalogue.current("default").name()).isEqualTo("headwater-tiny");
        assertThat(catalogue.find("headwater-tiny")).contains(Backbone.builtIn(store));
    }

    @Test
    void runsTheBuiltInOne() throws IOException {
        Backbone backbone = Backbone.builtIn(store);
        try (InferenceSession session =
                InferenceSession.open(store.fetchModel(backbone.artifacts()), SessionOptions.cpu())) {
            Batch batch = session.newBatch();
            new ImageDecoder(1_000_000)
                    .decode(ByteBuffer.wrap(TestImages.jpeg(200, 150, 1)), session.resize(), batch, 0);

            assertThat(session.inputSize()).isEqualTo(96);
            assertThat(session.run(batch, 1).embedding(0)).hasSize(384).doesNotContain(Float.NaN);
        }
    }

    @Test
    void remembersWhatWasImportedAndChosen() throws IOException {
        Backbone tiny = TinyModels.backbone(store);

        catalogue.save(tiny);
        catalogue.use("default", "tiny");

        BackboneCatalogue reopened = new BackboneCatalogue(ArtifactStores.open("file:" + directory, directory));
        assertThat(reopened.list()).extracting(Backbone::name).containsExactly("headwater-tiny", "tiny");
        assertThat(reopened.current("default")).isEqualTo(tiny);
        assertThat(reopened.current("another").name()).isEqualTo("headwater-tiny");
        assertThat(store.fetchModel(reopened.current("default").artifacts())).isRegularFile();
    }

    @Test
    void refusesNamesThatItDoesNotHave() {
        assertThatThrownBy(() -> catalogue.use("default", "resnet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'resnet'")
                .hasMessageContaining("headwater-tiny");
    }

    @Test
    void keepsTheBuiltInNameForTheBuiltInOne() throws IOException {
        Backbone builtIn = Backbone.builtIn(store);

        assertThatThrownBy(() -> catalogue.save(builtIn)).hasMessageContaining("another name");
    }
}
