package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.model.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Imports an ONNX classifier as a backbone. */
@Command(
        name = "import",
        description = {
            "Imports a CNN classifier in ONNX form as a backbone, and uses it for the next version.",
            "",
            "The classifier is cut before its last layer; what comes before is the backbone, frozen. It must be told how"
                    + " its training prepared the pixels; wrong preprocessing costs accuracy and nothing says so:",
            "  torchvision  ImageNet mean and deviation (torchvision, timm, most of the ONNX model zoo)",
            "  tf           pixel / 127.5 - 1 (Keras MobileNet, Inception, Xception)",
            "  caffe        ImageNet mean in BGR, unscaled (Keras VGG, ResNet)",
            "  unit         pixel / 255",
            "  raw          pixels as they are (Keras EfficientNet)",
            "or mean=R,G,B,std=R,G,B in units of 0 to 255.",
            "",
            "Example: headwater backbone import mobilenetv2.onnx --preprocess tf --size 224",
            ""
        })
final class BackboneImportCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The ONNX file.")
    private Path file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the backbone (default: the file's name without .onnx).")
    private String name;

    @Option(
            names = "--preprocess",
            paramLabel = "HOW",
            required = true,
            description = "torchvision, tf, caffe, unit, raw, or mean=…,std=….")
    private String preprocess;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Width and height of the input (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--resize",
            paramLabel = "HOW",
            defaultValue = "crop",
            description = "crop: shorter side scaled, centre cut out; stretch: both sides scaled"
                    + " (default: ${DEFAULT-VALUE}).")
    private String resize;

    @Option(names = "--no-use", description = "Only import it; the next version is built on the backbone in use.")
    private boolean noUse;

    @Override
    void execute(Output output) {
        Preprocessing preprocessing = preprocessing();
        if (!Files.isRegularFile(file)) {
            throw new CliException("There is no file " + file);
        }
        String chosen = name != null ? name : file.getFileName().toString().replaceFirst("\\.onnx$", "");
        BackboneInstaller.install(config(), file, chosen, preprocessing, !noUse, output);
    }

    private Preprocessing preprocessing() {
        try {
            return Preprocessing.parse(preprocess + ",size=" + size + ",resize=" + resize);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
