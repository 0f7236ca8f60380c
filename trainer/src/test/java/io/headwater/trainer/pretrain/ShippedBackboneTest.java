package io.headwater.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.headwater.model.Backbone;
import io.headwater.model.testing.PlainOnnx;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The committed weights belong to the committed generator. */
class ShippedBackboneTest {

    private static final String FILE = "backbones/headwater-tiny.onnx";

    @Test
    void isSmall() throws Exception {
        assertThat(model()).hasSizeLessThanOrEqualTo(2_000_000);
    }

    @Test
    void recognisesFreshGeneratedPictures() throws Exception {
        OrtEnvironment environment = PlainOnnx.environment();
        int right = 0;
        int seen = 0;
        try (OrtSession session = environment.createSession(model());
                BatchSource fresh = new BatchSource(424_242, 64)) {
            for (int i = 0; i < 4; i++) {
                BatchSource.Batch batch = fresh.take();
                long[] shape = {64, 3, 96, 96};
                try (OnnxTensor images = OnnxTensor.createTensor(environment, FloatBuffer.wrap(batch.pixels()), shape);
                        OrtSession.Result result = session.run(Map.of("image", images))) {
                    float[][] logits = (float[][]) result.get(0).getValue();
                    for (int j = 0; j < logits.length; j++) {
                        right += argMax(logits[j]) == batch.categories()[j] ? 1 : 0;
                        seen++;
                    }
                }
            }
        }

        assertThat(right / (double) seen).as("accuracy; chance is 0.008").isGreaterThan(0.12);
    }

    private static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static byte[] model() throws Exception {
        try (InputStream in = Backbone.class.getResourceAsStream(FILE)) {
            assertThat(in).as(FILE).isNotNull();
            return in.readAllBytes();
        }
    }
}
