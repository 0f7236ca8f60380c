package io.headwater.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneGraph;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelPackager;
import io.headwater.model.Preprocessing;
import io.headwater.model.SessionOptions;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.TinyModels;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.HyperParameters;
import io.headwater.trainer.training.HyperParameters.ClassWeights;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TailTrainerTest {

    private static final List<String> LABELS = List.of("horizontal", "vertical");
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final ImageDecoder DECODER = new ImageDecoder(50_000_000);

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    private static HyperParameters head() {
        return new HyperParameters(16, 0, 20, 10_000, 32, 3e-3, 0.01, 0, ClassWeights.BALANCED, 0, false, 7);
    }

    private TunedModel train(CutPoint cut, LatentReplay replay, List<ByteBuffer> images, int epochs)
            throws IOException {
        int[] targets = new int[images.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i % 2;
            replay.add(images.get(i).duplicate());
        }
        return new TailTrainer(store, head(), new TailParameters(epochs, 16, 1e-3))
                .train(cut, replay, targets, LABELS, (epoch, of, loss) -> {});
    }

    private static List<ByteBuffer> stripes(int count, int seed) {
        List<ByteBuffer> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(Images.stripes(i % 2 == 1, seed + i));
        }
        return images;
    }

    private InferenceSession serve(TunedModel tuned) throws IOException {
        Path onnx = store.fetchModel(
                new ModelPackager(store).assemble(tuned.backbone(), tuned.head(), LABELS, "stripes", 1));
        return InferenceSession.open(onnx, SessionOptions.cpu());
    }

    private static float[] served(InferenceSession session, ByteBuffer image) {
        Batch batch = session.newBatch();
        DECODER.decode(image.duplicate(), session.resize(), batch, 0);
        return session.classify(batch, 1).probabilities();
    }

    /**
     * Largest difference of a component of the embedding or of a probability, ONNX Runtime from the packaged file against
     * PyTorch from the activations. A trained head's probabilities alone, all near 0 or 1, would hide a wrong backbone.
     */
    private double parity(TunedModel tuned, LatentReplay replay, List<ByteBuffer> images) throws IOException {
        double largest = 0;
        try (InferenceSession session = serve(tuned)) {
            for (ByteBuffer image : images) {
                float[] activations = replay.activations(image.duplicate());
                largest = Math.max(largest, difference(tuned.probabilities(activations), served(session, image)));
                largest = Math.max(largest, difference(tuned.embedding(activations), embedding(session, image)));
            }
        }
        return largest;
    }

    private static double difference(float[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        return largest;
    }

    /** Random filters hardly see the direction of the stripes; trained ones do, and ONNX Runtime serves them. */
    @Test
    void theTailLearnsWhatAFrozenBackboneDoesNotSee() throws IOException {
        Backbone backbone = TinyModels.backbone(store);
        List<ByteBuffer> unseen = stripes(200, 10_000);
        double frozen = frozenAccuracy(backbone, stripes(240, 0), unseen);
        CutPoint cut = CutPoint.choose(BackboneGraph.read(backbone, store), "last-2-blocks");
        try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu());
                TunedModel tuned = train(cut, replay, stripes(240, 0), 20)) {
            assertThat(tuned.backbone().name()).isEqualTo(backbone.name());
            assertThat(tuned.backbone().id()).isNotEqualTo(backbone.id());
            int right = 0;
            try (InferenceSession session = serve(tuned)) {
                for (int i = 0; i < unseen.size(); i++) {
                    right += served(session, unseen.get(i))[i % 2] > 0.5 ? 1 : 0;
                }
            }
            assertThat(right / 200.0).as("frozen: %s", frozen).isGreaterThan(frozen + 0.1);
            assertThat(parity(tuned, replay, unseen.subList(0, 10))).isLessThan(1e-4);
        }
    }

    private double frozenAccuracy(Backbone backbone, List<ByteBuffer> images, List<ByteBuffer> unseen)
            throws IOException {
        try (InferenceSession session =
                InferenceSession.open(store.fetchModel(backbone.artifacts()), SessionOptions.cpu())) {
            List<float[]> embeddings = new ArrayList<>();
            int[] targets = new int[images.size()];
            for (int i = 0; i < targets.length; i++) {
                targets[i] = i % 2;
                embeddings.add(embedding(session, images.get(i)));
            }
            int right = 0;
            try (TrainedHead trained = new HeadTrainer(head()).train(new TrainingSet(embeddings, targets, LABELS))) {
                for (int i = 0; i < unseen.size(); i++) {
                    right += trained.probabilities(embedding(session, unseen.get(i)))[i % 2] > 0.5 ? 1 : 0;
                }
            }
            return (double) right / unseen.size();
        }
    }

    private static float[] embedding(InferenceSession session, ByteBuffer image) {
        Batch batch = session.newBatch();
        DECODER.decode(image.duplicate(), session.resize(), batch, 0);
        return session.embed(batch, 1).embeddings();
    }

    /** Left with the trainer's manager, what the optimiser makes in a step took 1.4 GB over these 400 steps. */
    @Test
    void nativeMemoryStaysFlat() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATM), "Skipped: no /proc/self/statm on this system");
        CutPoint cut = CutPoint.choose(BackboneGraph.read(Backbone.builtIn(store), store), "last-1-blocks");
        List<Long> pages = new ArrayList<>();
        try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu())) {
            for (ByteBuffer image : stripes(8, 0)) {
                replay.add(image);
            }
            new TailTrainer(store, head(), new TailParameters(300, 4, 1e-4))
                    .train(cut, replay, new int[] {0, 1, 0, 1, 0, 1, 0, 1}, LABELS, (epoch, of, loss) -> {
                        if (epoch % 100 == 0) {
                            pages.add(residentPages());
                        }
                    })
                    .close();
        }
        assertThat((pages.get(2) - pages.get(0)) * 4096L).as("bytes").isLessThan(60_000_000);
    }

    private static long residentPages() {
        System.gc();
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSameSamplesGiveTheSameFiles() throws IOException {
        BackboneGraph graph = BackboneGraph.read(TinyModels.backbone(store), store);
        CutPoint cut = CutPoint.choose(graph, "last-1-blocks");
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu());
                    TunedModel tuned = train(cut, replay, stripes(40, 0), 3)) {
                ids.add(tuned.backbone().id());
            }
        }

        assertThat(ids.get(1)).isEqualTo(ids.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mobilenetv2_1.0_224.onnx          | tf,size=224         | block_15_add
            mobilenetv2_1.0_224.onnx          | tf,size=224         | block_14_add
            mobilenetv2_1.0_224.onnx          | tf,size=224         | block_12_add
            mobilenetv1_0.25_128_dequant.onnx | tf,size=128         | last-3-blocks
            resnet20_cifar10.onnx             | torchvision,size=32 | /layer2/layer2.2/Add_output_0
            resnet20_cifar10.onnx             | torchvision,size=32 | /layer1/layer1.1/Add_output_0
            """)
    void realNetworksAgreeAfterTraining(String file, String preprocess, String from) throws IOException {
        Path onnx = Assets.require("weights/" + file);
        List<ByteBuffer> images = new ArrayList<>();
        List<ByteBuffer> daisies = Images.flowers("train/daisy/", 8);
        List<ByteBuffer> tulips = Images.flowers("train/tulips/", 8);
        for (int i = 0; i < 8; i++) {
            images.add(daisies.get(i));
            images.add(tulips.get(i));
        }
        Backbone backbone = Backbone.importOnnx(onnx, "net", Preprocessing.parse(preprocess), store);
        CutPoint cut = CutPoint.choose(BackboneGraph.read(backbone, store), from);
        try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu());
                TunedModel tuned = train(cut, replay, images, 3)) {
            assertThat(tuned.backbone().id()).isNotEqualTo(backbone.id());
            assertThat(parity(tuned, replay, images)).isLessThan(1e-4);
        }
    }

    /** From one block and from both: every operator of the family is trained through, and served as it was trained. */
    @ParameterizedTest
    @EnumSource
    void everyFamilyAgreesAfterTraining(Miniature network) throws IOException {
        Path onnx = network.build().write(directory.resolve("network.onnx"));
        Preprocessing preprocessing = Preprocessing.parse("tf,resize=stretch,size=" + Miniature.SIZE);
        BackboneGraph graph = BackboneGraph.read(Backbone.importOnnx(onnx, "net", preprocessing, store), store);
        List<ByteBuffer> images = stripes(24, 0);
        for (String from : List.of("last-1-blocks", "last-2-blocks")) {
            CutPoint cut = CutPoint.choose(graph, from);
            try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu());
                    TunedModel tuned = train(cut, replay, images, 3)) {
                assertThat(tuned.backbone().id()).isNotEqualTo(graph.backbone().id());
                assertThat(parity(tuned, replay, images)).as(from).isLessThan(1e-4);
            }
        }
    }

    /** The backbone that comes with Headwater, cut in front of each of its last stages. */
    @ParameterizedTest
    @CsvSource({"last-1-blocks", "last-2-blocks"})
    void theBuiltInBackboneAgreesAfterTraining(String from) throws IOException {
        CutPoint cut = CutPoint.choose(BackboneGraph.read(Backbone.builtIn(store), store), from);
        List<ByteBuffer> images = stripes(24, 0);
        try (LatentReplay replay = new LatentReplay(cut, DECODER, SessionOptions.cpu());
                TunedModel tuned = train(cut, replay, images, 3)) {
            assertThat(parity(tuned, replay, images)).isLessThan(1e-4);
        }
    }
}
