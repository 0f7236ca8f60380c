package io.headwater.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.testing.PlainOnnx;
import java.io.StringReader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackbonePretrainingTest {

    @TempDir
    private Path directory;

    @Test
    void onnxRuntimeAgreesWithPyTorch() throws Exception {
        LearningRateSchedule learningRate = new LearningRateSchedule(0.01f);
        learningRate.advanceTo(0.1);
        try (PretrainSession session = new PretrainSession(tiny(), learningRate);
                BatchSource source = new BatchSource(1, 4)) {
            session.step(source.take(), true, false);
            session.step(source.take(), false, false);
            BatchSource.Batch batch = source.take();
            ModelProto model =
                    new BackboneOnnxExport(session.network(), PatternGenerator.categories(), "tiny").toModel();

            float[][] expected = pyTorch(session.network(), batch);
            float[][] actual = onnxRuntime(model.toByteArray(), batch);

            assertThat(actual).hasDimensions(4, PatternGenerator.categories().size());
            for (int i = 0; i < actual.length; i++) {
                for (int c = 0; c < actual[i].length; c++) {
                    assertThat(actual[i][c]).isCloseTo(expected[i][c], within(1e-4f));
                }
            }
        }
    }

    @Test
    void writesAnOrdinaryClassifierAndHowToFeedIt() throws Exception {
        List<PretrainProgress> reports = new ArrayList<>();

        PretrainResult result = BackbonePretraining.run(tiny(), reports::add);

        assertThat(reports).last().satisfies(last -> assertThat(last.step()).isEqualTo(2));
        assertThat(result.steps()).isEqualTo(2);
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(result.model()));
        GraphProto graph = model.getGraph();
        NodeProto last = graph.getNode(graph.getNodeCount() - 1);
        assertThat(last.getOpType()).isEqualTo("Gemm");
        assertThat(last.getInput(0)).isEqualTo("embedding");
        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("BatchNormalization");
        assertThat(model.getOpsetImport(0).getVersion()).isGreaterThanOrEqualTo(13);
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(result.properties())));
        assertThat(properties)
                .containsEntry("name", "tiny")
                .containsEntry("input.size", "96")
                .containsEntry("resize", "stretch")
                .containsEntry("layout", "nchw")
                .containsEntry("channel.mean", "115.0,115.0,115.0")
                .containsEntry("channel.std", "64.0,64.0,64.0")
                .containsEntry("embedding.size", String.valueOf(result.embeddingSize()));
        assertThat(result.embeddingSize()).isEqualTo(2 * (6 + 8));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(result.model(), result.properties());
        }
    }

    @Test
    void theSameSeedGivesTheSameBackbone() throws Exception {
        PretrainResult first = BackbonePretraining.run(tiny().withName("first"), progress -> {});
        PretrainResult second = BackbonePretraining.run(tiny().withName("second"), progress -> {});
        PretrainResult other = BackbonePretraining.run(tiny().withName("other").withSeed(8), progress -> {});

        assertThat(firstWeights(second)).isEqualTo(firstWeights(first));
        assertThat(firstWeights(other)).isNotEqualTo(firstWeights(first));
    }

    @Test
    void refusesSettingsThatCannotBeTrained() {
        assertThatThrownBy(() -> tiny().withBudget(-1, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps must be 0 or more");
        assertThatThrownBy(() -> tiny().withNetwork(List.of(4, 8), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("widths must be at least three positive numbers, but are [4, 8]");
    }

    private PretrainOptions tiny() {
        return PretrainOptions.defaults(directory)
                .withName("tiny")
                .withBudget(2, Integer.MAX_VALUE)
                .withNetwork(List.of(4, 6, 8), 4);
    }

    private static byte[] firstWeights(PretrainResult result) throws Exception {
        return ModelProto.parseFrom(Files.readAllBytes(result.model()))
                .getGraph()
                .getInitializer(0)
                .getRawData()
                .toByteArray();
    }

    private static float[][] pyTorch(BackboneNetwork network, BatchSource.Batch batch) {
        int categories = PatternGenerator.categories().size();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray images = manager.create(batch.pixels(), new Shape(batch.categories().length, 3, 96, 96));
            NDArray logits = network.forward(new ParameterStore(manager, false), new NDList(images), false)
                    .singletonOrThrow();
            float[][] rows = new float[batch.categories().length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = logits.get(i).get("0:" + categories).toFloatArray();
            }
            return rows;
        }
    }

    private static float[][] onnxRuntime(byte[] model, BatchSource.Batch batch) throws OrtException {
        OrtEnvironment environment = PlainOnnx.environment();
        long[] shape = {batch.categories().length, 3, 96, 96};
        try (OrtSession session = environment.createSession(model);
                OnnxTensor images = OnnxTensor.createTensor(environment, FloatBuffer.wrap(batch.pixels()), shape);
                OrtSession.Result result = session.run(Map.of("image", images))) {
            return (float[][]) result.get(0).getValue();
        }
    }
}
