package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.Headwater;
import io.headwater.cli.zoo.FileServer;
import io.headwater.cli.zoo.ModelZoo;
import io.headwater.cli.zoo.ZooModel;
import io.headwater.model.Preprocessing;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.TinyModels;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackboneFetchTest {

    @TempDir
    private Path directory;

    @Test
    void listsWhatThereIs() throws Exception {
        CommandRun text = CommandRun.of("backbone", "fetch");
        assertThat(text.out()).contains("mobilenetv2").contains("14.0").contains("efficientnet-lite4");
        JsonNode json = new ObjectMapper()
                .readTree(CommandRun.of("backbone", "fetch", "--json").out());
        assertThat(json.get(0).get("url").asText())
                .isEqualTo("https://media.githubusercontent.com/media/onnx/models/main/validated/vision/classification/"
                        + "mobilenet/model/mobilenetv2-12.onnx");
    }

    @Test
    void anUnknownNameIsWrongUsage() {
        CommandRun run = CommandRun.of("backbone", "fetch", "resnet5");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errorLine()).contains("There is no 'resnet5' to fetch: there are [mobilenetv2, ");
        assertThat(CommandRun.of("backbone", "fetch", "resnet50", "--from", "ftp://here/")
                        .errorLine())
                .contains("--from takes an http or https address");
    }

    /** The list was made by `git lfs ls-files` in a clone of the zoo. */
    @Test
    void theCatalogueIsWhatTheZooHas() throws Exception {
        Map<String, String> zoo = Files.readAllLines(Assets.require("weights/onnx-models-lfs-sha256.tsv")).stream()
                .map(line -> line.strip().split("\t"))
                .filter(columns -> columns.length == 3)
                .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1] + " " + columns[2]));
        assertThat(ModelZoo.onnx().models()).hasSizeGreaterThan(5).allSatisfy(model -> assertThat(zoo)
                .containsEntry(model.path(), model.sha256() + " " + model.size()));
    }

    @Test
    void downloadsImportsAndUses() throws Exception {
        byte[] onnx = classifier();
        try (FileServer server = new FileServer(onnx)) {
            CommandRun run = fetch(server, onnx);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("Imported tiny@")
                    .contains("input 32×32, embedding 16.")
                    .contains("The next version of model default is built on it");
            assertThat(server.requests()).hasSize(1);
            assertThat(run("backbone", "list").out()).contains("* tiny ");

            CommandRun again = fetch(server, onnx, "--no-use", "--name", "second");
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(again.err()).contains("downloaded before");
            assertThat(server.requests()).hasSize(1);
            assertThat(run("backbone", "list").out()).contains("* tiny ").contains("  second ");
        }
    }

    @Test
    void aWrongByteIsRefusedInOneLineAndNothingIsImported() throws Exception {
        byte[] onnx = classifier();
        byte[] wrong = onnx.clone();
        wrong[wrong.length / 2] ^= 1;
        try (FileServer server = new FileServer(wrong)) {
            CommandRun run = fetch(server, onnx);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err().lines().toList())
                    .last()
                    .asString()
                    .startsWith("headwater backbone fetch: http://127.0.0.1:")
                    .contains("is not the file that was pinned");
            assertThat(run("backbone", "list").out()).doesNotContain(" tiny@").contains("* headwater-tiny");
        }
    }

    private byte[] classifier() throws Exception {
        Path file = directory.resolve("classifier.onnx");
        TinyModels.classifier().write(file);
        return Files.readAllBytes(file);
    }

    /** Fetches from the server what has the hash of the expected bytes. */
    private CommandRun fetch(FileServer server, byte[] expected, String... options) throws Exception {
        ZooModel tiny = new ZooModel(
                "tiny",
                "model.onnx",
                expected.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(expected)),
                Preprocessing.parse("tf,size=32,resize=stretch"),
                "for a test",
                "Apache-2.0");
        CommandLine headwater = Headwater.commandLine();
        CommandLine group = headwater.getSubcommands().get("backbone");
        group.getCommandSpec().removeSubcommand("fetch");
        group.addSubcommand(new BackboneFetchCommand(new ModelZoo("http://nowhere.invalid/", List.of(tiny))));
        // The commands that a command line has when they are set get its handlers.
        headwater.setExecutionExceptionHandler(headwater.getExecutionExceptionHandler());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        headwater.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(
                "backbone",
                "fetch",
                "tiny",
                "--from",
                server.base().toString(),
                "--data-dir",
                directory.resolve("data").toString()));
        arguments.addAll(List.of(options));
        return new CommandRun(headwater.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", directory.resolve("data").toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
