package io.headwater.benchmark.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Photographs and weights that do not come with the project. */
final class Assets {

    @Option(
            names = "--photos",
            paramLabel = "PATH",
            defaultValue = "../shared/assets/flowers-5class-925.tar",
            description = "Photographs as {train,test}/LABEL/FILE: a directory or a tar (default: ${DEFAULT-VALUE}).")
    private Path photographs;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            defaultValue = "../shared/assets/weights/mobilenetv2_1.0_224.onnx",
            description = "MobileNetV2 for 224 pixels, trained on ImageNet (default: ${DEFAULT-VALUE}).")
    private Path mobileNet;

    @Option(
            names = "--resnet",
            paramLabel = "FILE",
            defaultValue = "../shared/assets/weights/resnet20_cifar10.onnx",
            description = "ResNet-20 for 32 pixels, trained on CIFAR-10 (default: ${DEFAULT-VALUE}).")
    private Path resNet;

    private Photographs read;

    Photographs photographs() throws IOException {
        if (read == null) {
            read = Photographs.read(require(photographs, "photographs", "--photos"));
        }
        return read;
    }

    Path mobileNet() {
        return require(mobileNet, "MobileNetV2", "--backbone");
    }

    Path resNet() {
        return require(resNet, "ResNet-20", "--resnet");
    }

    private static Path require(Path path, String what, String option) {
        // The launcher stays in the caller's directory; the defaults are meant from the project on.
        Path project = Path.of(System.getProperty("headwater.project", "."));
        Path found = Files.exists(path) ? path : project.resolve(path);
        if (!Files.exists(found)) {
            throw new AbsentAssetException("no " + what + " at " + path + "; name another place with " + option);
        }
        return found;
    }
}
