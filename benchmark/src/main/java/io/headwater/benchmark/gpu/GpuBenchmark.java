package io.headwater.benchmark.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Device;
import io.headwater.model.GpuProvider;
import io.headwater.model.InferenceException;
import io.headwater.model.InferenceSession;
import io.headwater.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures models on a GPU and prints a table; ends with one line where there is no GPU. */
@Command(
        name = "gpu",
        mixinStandardHelpOptions = true,
        description = "Measures models on an NVIDIA GPU: the session alone by batch size, the decoder, both together,"
                + " and memory over many swaps.")
public final class GpuBenchmark implements Callable<Integer> {

    private static final int NO_GPU = 3;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE:PREPROCESSING",
            description = "Networks, such as mobilenetv2.onnx:tf,size=224 resnet50.onnx:torchvision,size=224")
    private List<String> models;

    @Option(names = "--device", defaultValue = "gpu:0", description = "gpu:N, or cpu to try the program itself")
    private String device;

    @Option(names = "--providers", split = ",", defaultValue = "cuda,tensorrt", description = "cuda, tensorrt")
    private List<String> providers;

    @Option(names = "--precisions", split = ",", defaultValue = "float32,float16", description = "float32, float16")
    private List<String> precisions;

    @Option(names = "--max-batch", defaultValue = "256", description = "largest batch, a power of two")
    private int maxBatch;

    @Option(names = "--seconds", defaultValue = "3", description = "of one measurement of the session alone")
    private double seconds;

    @Option(names = "--swaps", defaultValue = "200", description = "swaps while memory is watched; 0 for none")
    private int swaps;

    @Option(names = "--images", description = "directory of JPEG files; drawn ones where none is given")
    private Path images;

    @Option(names = "--json", description = "file for the figures")
    private Path json;

    private Path work;
    private NvidiaSmi card;
    private List<byte[]> photographs;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GpuBenchmark())
                .setExecutionExceptionHandler((error, command, result) -> {
                    System.err.println("gpu: " + (error.getMessage() == null ? error : error.getMessage()));
                    return error instanceof InferenceException ? NO_GPU : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Device on = Device.parse(device);
        card = new NvidiaSmi(on.index());
        work = Files.createTempDirectory("headwater-gpu");
        photographs = images == null ? Photographs.drawn() : Photographs.of(images);
        List<Row> rows = new ArrayList<>();
        try (ArtifactStore store = ArtifactStores.open("file:" + work.resolve("store"), work)) {
            for (String model : models) {
                Subject subject = Subject.of(model, store);
                requireDevice(on, subject);
                for (Variant variant : variants(on)) {
                    try {
                        rows.add(measure(subject, variant));
                        print(rows.get(rows.size() - 1));
                    } catch (InferenceException e) {
                        // The other variants may run: TensorRT is a library of its own.
                        System.err.println(variant + " was not measured. " + e.getMessage());
                    }
                }
            }
        }
        if (json != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), Map.of("machine", machine(), "rows", rows));
        }
        return 0;
    }

    /** Without CUDA there is no TensorRT either: one line says what is missing. */
    private static void requireDevice(Device on, Subject subject) {
        new Variant(on, GpuProvider.CUDA, Precision.FLOAT32)
                .open(subject.versions().get(0), 1, null)
                .close();
    }

    private List<Variant> variants(Device on) {
        if (on.kind() == Device.Kind.CPU) {
            return List.of(new Variant(on, GpuProvider.CUDA, Precision.FLOAT32));
        }
        List<Variant> variants = new ArrayList<>();
        for (String provider : providers) {
            for (String precision : precisions) {
                variants.add(new Variant(on, GpuProvider.parse(provider), Precision.parse(precision)));
            }
        }
        return variants;
    }

    private Row measure(Subject subject, Variant variant) throws IOException, InterruptedException, ExecutionException {
        int threads = Runtime.getRuntime().availableProcessors();
        Path engines = work.resolve("engines");
        Path onnx = subject.versions().get(0);
        long start = System.nanoTime();
        Map<Integer, Double> rates = new LinkedHashMap<>();
        double loading;
        double decoding;
        try (InferenceSession session = variant.open(onnx, maxBatch, engines)) {
            loading = (System.nanoTime() - start) / 1e9;
            for (int n = 1; n <= maxBatch; n *= 2) {
                rates.put(n, Rates.session(session, n, seconds));
            }
            decoding = Rates.decoding(session, photographs, threads, seconds);
        }
        int best = rates.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        double endToEnd = PipelineRate.measure(
                variant.open(onnx, best, engines), photographs, threads, Math.max(10, 3 * seconds));
        SwapSoak.Memory memory = swaps == 0 ? null : SwapSoak.run(subject, variant, best, engines, card, swaps);
        return new Row(subject.name(), variant.toString(), loading, rates, decoding, endToEnd, memory);
    }

    private Map<String, Object> machine() throws IOException, InterruptedException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("gpu", card.describe());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.vm.version"));
        return machine;
    }

    private static void print(Row row) {
        System.out.printf(Locale.ROOT, "%n%s, %s: loaded in %.1f s%n", row.model(), row.variant(), row.loadSeconds());
        System.out.println("| batch | images/s, session alone |\n| --- | --- |");
        row.imagesPerSecond().forEach((n, rate) -> System.out.printf(Locale.ROOT, "| %d | %.0f |%n", n, rate));
        System.out.printf(
                Locale.ROOT,
                "decoding alone %.0f images/s; end to end %.0f images/s, %.0f %% of the session's best%n",
                row.decoding(),
                row.endToEnd(),
                100 * row.share());
        if (row.memory() != null) {
            System.out.printf(
                    Locale.ROOT,
                    "memory: %d MiB after 10 swaps, %d MiB after %d%n",
                    row.memory().settledMiB(),
                    row.memory().endMiB(),
                    row.memory().swaps());
        }
    }
}
