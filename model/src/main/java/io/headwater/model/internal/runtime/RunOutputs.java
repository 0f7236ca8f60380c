package io.headwater.model.internal.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;

/** Outputs of one run, to be read before they are freed. */
public final class RunOutputs {

    private static final float[] NONE = {};

    private final OrtSession.Result result;

    RunOutputs(OrtSession.Result result) {
        this.result = result;
    }

    /** The output's first {@code length} values, without those of padding; none where it was not asked for. */
    public float[] values(String output, int length) {
        float[] values = result.get(output)
                .map(tensor -> ((OnnxTensor) tensor).getFloatBuffer().array())
                .orElse(NONE);
        return values.length <= length ? values : Arrays.copyOf(values, length);
    }
}
