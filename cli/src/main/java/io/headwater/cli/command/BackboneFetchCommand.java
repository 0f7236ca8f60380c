package io.headwater.cli.command;

import io.headwater.cli.zoo.Download;
import io.headwater.cli.zoo.ModelZoo;
import io.headwater.cli.zoo.ZooModel;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Downloads a backbone. */
@Command(
        name = "fetch",
        description = {
            "Downloads a classifier of the ONNX model zoo, imports it as a backbone and uses it for the next version.",
            "",
            "Without NAME it lists what there is. Each file's address, size, SHA-256 and preprocessing are pinned; a file"
                    + " with another hash is deleted. A download that breaks off goes on where it was when the command"
                    + " is run again. Behind a proxy set HEADWATER_JAVA_OPTS=-Dhttps.proxyHost=HOST"
                    + " -Dhttps.proxyPort=PORT.",
            "",
            "Example: headwater backbone fetch mobilenetv2",
            ""
        })
final class BackboneFetchCommand extends ClientCommand {

    private static final double MEGABYTE = 1e6;

    private final ModelZoo zoo;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Name in the list.")
    private String model;

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "Mirror of the ONNX model zoo, with the same paths (default: GitHub).")
    private URI mirror;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the backbone (default: as in the list).")
    private String name;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Longest wait for the server to send more (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(names = "--no-use", description = "Only import it; the next version is built on the backbone in use.")
    private boolean noUse;

    BackboneFetchCommand() {
        this(ModelZoo.onnx());
    }

    BackboneFetchCommand(ModelZoo zoo) {
        this.zoo = zoo;
    }

    @Override
    void execute(Output output) throws IOException, InterruptedException {
        if (model == null) {
            list(output);
            return;
        }
        ZooModel chosen = zoo.find(model)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no '" + model + "' to fetch: there are " + zoo.names()));
        URI uri = address(chosen);
        if (timeoutSeconds < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout is at least 1 second");
        }
        ServiceConfig config = config();
        Path file = Path.of(config.getString(ServiceConfig.ARTIFACT_CACHE), "downloads", chosen.fileName());
        download(
                new Download(uri, file, chosen.size(), chosen.sha256(), Duration.ofSeconds(timeoutSeconds)),
                uri,
                chosen,
                output);
        BackboneInstaller.install(
                config, file, name == null ? chosen.name() : name, chosen.preprocessing(), !noUse, output);
    }

    private URI address(ZooModel chosen) {
        String base = mirror == null ? zoo.base() : mirror.toString();
        URI uri = URI.create(base.endsWith("/") ? base : base + "/").resolve(chosen.path());
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from takes an http or https address; a file is imported with 'headwater backbone import'");
        }
        return uri;
    }

    private static void download(Download download, URI uri, ZooModel chosen, Output output)
            throws IOException, InterruptedException {
        if (download.isThere()) {
            output.remark("It has been downloaded before.");
            return;
        }
        output.remark("Downloading " + uri + " (" + megabytes(chosen) + " MB) …");
        try (Progress progress = Progress.ofBytes("Downloading", chosen.size(), output.isJson())) {
            download.run(progress::stepTo);
        }
    }

    private void list(Output output) {
        List<Map<String, Object>> json = new ArrayList<>();
        output.text("NAME                      MB  INPUT    LICENCE     WHAT");
        for (ZooModel each : zoo.models()) {
            int size = each.preprocessing().inputSize();
            output.text(String.format(
                    Locale.ROOT,
                    "%-20s  %6s  %-7s  %-10s  %s",
                    each.name(),
                    megabytes(each),
                    size + "×" + size,
                    each.licence(),
                    each.about()));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", each.name());
            fields.put("url", zoo.base() + each.path());
            fields.put("size", each.size());
            fields.put("sha256", each.sha256());
            fields.put("inputSize", size);
            fields.put("licence", each.licence());
            fields.put("about", each.about());
            json.add(fields);
        }
        output.json(json);
    }

    private static String megabytes(ZooModel model) {
        return String.format(Locale.ROOT, "%.1f", model.size() / MEGABYTE);
    }
}
