package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.vision.Artifact;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceSessionTest {

    private static final List<String> LABELS = List.of("good", "scratch", "dent");

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    private InferenceSession open(Head head, int maxBatch) throws IOException {
        ModelVersion version = TinyModels.publish(store, "default", 1, LABELS, head);
        return InferenceSession.open(
                store.fetchModel(version.getArtifacts()), SessionOptions.cpu().withMaxBatch(maxBatch));
    }

    private static void fill(Batch batch, int n) {
        ImageDecoder decoder = new ImageDecoder(1_000_000);
        for (int i = 0; i < n; i++) {
            ByteBuffer jpeg = ByteBuffer.wrap(TestImages.jpeg(64, 48, i));
            decoder.decode(jpeg, Resize.STRETCH, batch, i);
        }
    }

    @Test
    void readsWhatTheModelIsFromTheFile() throws IOException {
        try (InferenceSession session = open(TinyModels.randomHead(LABELS, 1), 4)) {
            assertThat(session.labels()).isEqualTo(LABELS);
            assertThat(session.inputSize()).isEqualTo(32);
            assertThat(session.resize()).isEqualTo(Resize.STRETCH);
            assertThat(session.embeddingSize()).isEqualTo(16);
            assertThat(session.classes()).isEqualTo(3);
            assertThat(session.device()).isEqualTo(Device.CPU);
        }
    }

    /** The head is computed twice, by ONNX Runtime and in Java; the batch makes no difference. */
    @Test
    void givesEachImageItsOwnResult() throws IOException {
        Head head = TinyModels.randomHead(LABELS, 1);
        try (InferenceSession session = open(head, 5)) {
            Batch batch = session.newBatch();
            fill(batch, 5);

            BatchResult together = session.run(batch, 5);

            assertThat(together.probabilities()).hasSize(15);
            for (int i = 0; i < 5; i++) {
                assertThat(together.probabilities(i))
                        .containsExactly(head.probabilities(together.embedding(i)), within(1e-5f));
                Batch single = session.newBatch();
                single.slot(0).put(batch.slot(i));
                assertThat(session.run(single, 1).embedding(0)).containsExactly(together.embedding(i), within(1e-5f));
            }
            assertThat(together.embedding(0)).isNotEqualTo(together.embedding(1));
            assertThat(session.run(batch, 2).probabilities()).hasSize(6);
        }
    }

    @Test
    void copiesOnlyWhatIsAskedFor() throws IOException {
        try (InferenceSession session = open(TinyModels.constantHead(LABELS, 1), 2)) {
            Batch batch = session.newBatch();

            assertThat(session.classify(batch, 2).embeddings()).isEmpty();
            assertThat(session.classify(batch, 2).probabilities(1)[1]).isGreaterThan(0.99f);
            assertThat(session.embed(batch, 2).probabilities()).isEmpty();
            assertThat(session.embed(batch, 2).embeddings()).hasSize(32);
        }
    }

    @Test
    void runsABackboneWithoutAHead() throws IOException {
        Backbone backbone = TinyModels.backbone(store);
        try (InferenceSession session =
                InferenceSession.open(store.fetchModel(backbone.artifacts()), SessionOptions.cpu())) {
            assertThat(session.labels()).isEmpty();
            assertThat(session.classes()).isZero();
            assertThat(session.run(session.newBatch(), 1).embedding(0)).hasSize(16);
        }
    }

    @Test
    void servesSeveralCallersAtOnce() throws Exception {
        try (InferenceSession session = open(TinyModels.randomHead(LABELS, 1), 3)) {
            Batch batch = session.newBatch();
            fill(batch, 3);
            float[] expected = session.run(batch, 3).probabilities();
            ExecutorService callers = Executors.newFixedThreadPool(4);
            try {
                List<Future<float[]>> results = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    results.add(callers.submit(() -> {
                        Batch own = session.newBatch();
                        fill(own, 3);
                        return session.run(own, 3).probabilities();
                    }));
                }
                for (Future<float[]> result : results) {
                    assertThat(result.get()).containsExactly(expected, within(1e-6f));
                }
            } finally {
                callers.shutdownNow();
            }
        }
    }

    /** A session closed under a run would take the process down: this test would not end, but crash. */
    @Test
    void closesOnlyBetweenRuns() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 20; round++) {
                InferenceSession session = open(TinyModels.randomHead(LABELS, 1), 1);
                CountDownLatch running = new CountDownLatch(3);
                List<Future<?>> callings = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    callings.add(callers.submit(() -> {
                        Batch batch = session.newBatch();
                        session.run(batch, 1);
                        running.countDown();
                        assertThatThrownBy(() -> {
                                    while (true) {
                                        session.run(batch, 1);
                                    }
                                })
                                .isInstanceOf(InferenceException.class);
                    }));
                }
                running.await();
                session.close();
                session.close();
                for (Future<?> calling : callings) {
                    calling.get();
                }
                assertThat(session.isClosed()).isTrue();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void refusesBatchesThatDoNotFit() throws IOException {
        try (InferenceSession session = open(TinyModels.randomHead(LABELS, 1), 2)) {
            assertThatThrownBy(() -> session.run(session.newBatch(), 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 2");
            assertThatThrownBy(() -> session.run(new Batch(2, 64), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("64");
        }
    }

    @Test
    void fallsBackToTheCpuOnlyWhereTheDeviceIsAuto() throws IOException {
        Path onnx = store.fetchModel(TinyModels.backbone(store).artifacts());
        try (InferenceSession session = InferenceSession.open(onnx, new SessionOptions(Device.AUTO, 1, 1))) {
            assertThat(session.device().kind()).isNotEqualTo(Device.Kind.AUTO);
        }
        assertThatThrownBy(() -> InferenceSession.open(onnx, new SessionOptions(Device.gpu(99), 1, 1)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("gpu:99")
                .hasMessageContaining("cpu or auto");
    }

    @Test
    void namesTheFileThatItCannotLoad() throws IOException {
        Path text = Files.writeString(directory.resolve("text.onnx"), "not a model");
        Path foreign = TinyModels.classifier().write(directory.resolve("foreign.onnx"));
        Backbone backbone = TinyModels.backbone(store);
        Path model = store.fetchModel(backbone.artifacts());
        Artifact weights = backbone.artifacts().get(1);

        assertThatThrownBy(() -> InferenceSession.open(text, SessionOptions.cpu()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("text.onnx is not an ONNX model");
        assertThatThrownBy(() -> InferenceSession.open(foreign, SessionOptions.cpu()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("foreign.onnx")
                .hasMessageContaining("import it as a backbone");
        assertThatThrownBy(() -> InferenceSession.open(directory.resolve("no.onnx"), SessionOptions.cpu()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no.onnx");
        Files.delete(store.fetch(weights));
        assertThatThrownBy(() -> InferenceSession.open(model, SessionOptions.cpu()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining(model.toString());
    }
}
