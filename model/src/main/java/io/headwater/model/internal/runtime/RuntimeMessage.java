package io.headwater.model.internal.runtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns ONNX Runtime's error messages into one line that says what to do. */
final class RuntimeMessage {

    /** The loader's words, as in {@code … with error: libcudnn.so.9: cannot open shared object file: No such file …}. */
    private static final Pattern MISSING =
            Pattern.compile("(lib[\\w+.-]+\\.so[\\w.]*): cannot open shared object file");

    /** The loader's words where a library is there, but lacks what newer ones have. */
    private static final Pattern TOO_OLD =
            Pattern.compile("undefined symbol: (\\w+), version (lib[\\w+.-]+\\.so[\\w.]*)");

    private static final Pattern NO_CUDNN = Pattern.compile("cuDNN is (?:unavailable|not available)");
    private static final Pattern CUDA_FAILURE =
            Pattern.compile("CUDA (?:failure|error) (\\d+): ([^;\\n]+?) *(?:;|\\n|$)");
    private static final Pattern LOCATION =
            Pattern.compile("^.*\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");

    private RuntimeMessage() {}

    /** The message without source locations and line breaks; where a library is missing, its name and its package. */
    static String explain(String message) {
        if (message == null) {
            return "no reason was given";
        }
        return missingLibrary(message).or(() -> cudaFailure(message)).orElseGet(() -> plain(message));
    }

    private static Optional<String> missingLibrary(String message) {
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return Optional.of(missing.group(1) + " cannot be loaded: " + remedy(missing.group(1)));
        }
        Matcher old = TOO_OLD.matcher(message);
        if (old.find()) {
            return Optional.of(old.group(2) + " is too old, it lacks " + old.group(1) + ": " + remedy(old.group(2)));
        }
        // Loaded on first use, without which convolutions do not run.
        return NO_CUDNN.matcher(message).find()
                ? Optional.of("libcudnn.so.9 cannot be loaded: " + remedy("libcudnn.so.9"))
                : Optional.empty();
    }

    private static String remedy(String library) {
        if (library.startsWith("libcuda.")) {
            return "it comes with the NVIDIA driver; install one for CUDA 12.8 or newer, and start a container with the"
                    + " NVIDIA container toolkit";
        }
        if (library.startsWith("libcudnn")) {
            return install("cuDNN 9");
        }
        if (library.startsWith("libnv") && !library.startsWith("libnvrtc") && !library.startsWith("libnvJitLink")) {
            return install("TensorRT 10") + ", or set the provider to cuda";
        }
        if (library.startsWith("libonnxruntime")) {
            return "it is part of ONNX Runtime; build with -Pgpu on 64-bit Linux or Windows";
        }
        return install("CUDA 12 (12.8 or newer)");
    }

    private static String install(String what) {
        return "it is part of " + what + "; install that, or add its directory to LD_LIBRARY_PATH";
    }

    private static Optional<String> cudaFailure(String message) {
        Matcher failure = CUDA_FAILURE.matcher(message);
        return failure.find()
                ? Optional.of("CUDA failure " + failure.group(1) + ": " + failure.group(2))
                : Optional.empty();
    }

    private static String plain(String message) {
        String text = LOCATION.matcher(message).replaceFirst("");
        return CODE.matcher(text).replaceFirst("").strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
