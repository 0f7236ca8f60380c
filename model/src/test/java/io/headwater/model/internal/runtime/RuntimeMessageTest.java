package io.headwater.model.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeMessageTest {

    /** As onnxruntime_gpu 1.29.0 says it on a machine without CUDA. */
    private static final String NO_CUDA =
            "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988"
                    + " onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL :"
                    + " Failed to load library /tmp/onnxruntime-java5011984603550206855/%s with error: %s: cannot open"
                    + " shared object file: No such file or directory\n";

    @ParameterizedTest
    @CsvSource({
        "libonnxruntime_providers_cuda.so,     libcublasLt.so.12,     CUDA 12",
        "libonnxruntime_providers_cuda.so,     libcudart.so.12,       CUDA 12",
        "libonnxruntime_providers_cuda.so,     libcurand.so.10,       CUDA 12",
        "libonnxruntime_providers_cuda.so,     libnvrtc.so.12,        CUDA 12",
        "libonnxruntime_providers_cuda.so,     libcuda.so.1,          NVIDIA driver",
        "libonnxruntime_providers_tensorrt.so, libcudnn.so.9,         cuDNN 9",
        "libonnxruntime_providers_tensorrt.so, libnvinfer.so.10,      TensorRT 10",
        "libonnxruntime_providers_tensorrt.so, libnvonnxparser.so.10, TensorRT 10"
    })
    void namesTheMissingLibraryAndWhatItBelongsTo(String provider, String library, String part) {
        assertThat(RuntimeMessage.explain(NO_CUDA.formatted(provider, library)))
                .startsWith(library + " cannot be loaded: ")
                .contains(part)
                .doesNotContain("\n")
                .doesNotContain("/tmp");
    }

    /** ONNX Runtime 1.28 and later load cuDNN at the first convolution. */
    @Test
    void namesCuDnnWhereItIsMissedLater() {
        assertThat(RuntimeMessage.explain("Error code - ORT_FAIL - message: Non-zero status code returned while running"
                        + " Conv node. Status Message: cuDNN is not available. Install cuDNN, update the system library"
                        + " search path, or set enable_cudnn=0"))
                .startsWith("libcudnn.so.9 cannot be loaded")
                .contains("cuDNN 9");
    }

    @Test
    void saysThatALibraryIsTooOld() {
        assertThat(RuntimeMessage.explain("[ONNXRuntimeError] : 1 : FAIL : Failed to load library"
                        + " /tmp/x/libonnxruntime_providers_cuda.so with error:"
                        + " /tmp/x/libonnxruntime_providers_cuda.so: undefined symbol: cudaLibraryLoadData, version"
                        + " libcudart.so.12"))
                .startsWith("libcudart.so.12 is too old, it lacks cudaLibraryLoadData")
                .contains("12.8");
    }

    @Test
    void keepsWhatCudaSays() {
        assertThat(RuntimeMessage.explain("Error code - ORT_FAIL - message: /onnxruntime_src/cuda_call.cc:129 bool"
                        + " onnxruntime::CudaCall() CUDA failure 35: CUDA driver version is insufficient for CUDA runtime"
                        + " version ; GPU=-1 ; hostname=box ; file=/onnxruntime_src/x.cc ; line=282 ;"
                        + " expr=cudaSetDevice(info_.device_id);"))
                .isEqualTo("CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version");
    }

    @Test
    void leavesOtherMessagesOnOneLine() {
        assertThat(RuntimeMessage.explain("Error code - ORT_INVALID_ARGUMENT - message: Unknown model file format\n"))
                .isEqualTo("Unknown model file format");
        assertThat(RuntimeMessage.explain("two\n  lines")).isEqualTo("two lines");
        assertThat(RuntimeMessage.explain(null)).isEqualTo("no reason was given");
    }
}
