package io.headwater.benchmark.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.benchmark.speed.workload.Workloads;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what an event costs as other things grow, and what a swap and a start take. */
@Command(
        name = "benchmark/growth",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what an event costs as backlog, keys, labels, versions and instances grow, what a swap"
                + " under load does, and how long a start takes.")
public final class GrowthBenchmark implements Callable<Integer> {

    private static final List<String> PARTS = List.of("growth", "versions", "instances", "swap", "start");

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private Path json;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Parts: growth, versions, instances, swap, start.")
    private List<String> only = PARTS;

    @Option(names = "--scale", description = "Multiplies every number of images; default ${DEFAULT-VALUE}.")
    private double scale = 1;

    @Option(names = "--rounds", description = "Turns of each size; default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    private Path directory;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GrowthBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String part : only) {
            if (!PARTS.contains(part)) {
                System.err.println("Unknown part '" + part + "': use some of " + PARTS);
                return 2;
            }
        }
        directory = Files.createTempDirectory("headwater-benchmark");
        List<Growth> all = new ArrayList<>();
        try {
            if (only.contains("start")) {
                all.addAll(new StartTime(directory.resolve("start")).measure());
            }
            if (!only.equals(List.of("start"))) {
                all.addAll(onCluster());
            }
        } finally {
            Directories.delete(directory);
        }
        System.out.print(table(all));
        if (json != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.toFile(), Map.of("machine", Machine.describe(), "growth", all));
        }
        return 0;
    }

    private List<Growth> onCluster() throws IOException, InterruptedException {
        List<Growth> all = new ArrayList<>();
        String storeUri = "file:" + directory.resolve("artifacts");
        try (Cluster cluster = Cluster.start(directory);
                ArtifactStore store = ArtifactStores.open(storeUri, directory.resolve("cache"))) {
            Workloads workloads = new Workloads(Path.of("none"), store, directory);
            Workload network = workloads.find(Workloads.FEED_FORWARD).orElseThrow();
            Assignments assignments = new Assignments(cluster, network, store, storeUri, directory.resolve("growth"));
            GrowthRun growth = new GrowthRun(cluster, network, store, assignments, directory.resolve("growth"));
            if (only.contains("growth")) {
                all.addAll(growth.ofOneClassifier(rounds, scale));
            }
            if (only.contains("versions")) {
                all.addAll(growth.ofVersions(rounds, scale));
            }
            if (only.contains("instances")) {
                all.addAll(growth.ofInstances());
            }
            if (only.contains("swap")) {
                Workload surfaces = workloads.find(Workloads.SURFACES).orElseThrow();
                all.addAll(new SwapRun(
                                cluster,
                                surfaces,
                                store,
                                new Assignments(cluster, surfaces, store, storeUri, directory.resolve("swap")))
                        .measure());
            }
        }
        return all;
    }

    private static String table(List<Growth> all) {
        StringBuilder table = new StringBuilder("| what | size | figure | value |\n| --- | ---: | --- | ---: |\n");
        for (Growth one : all) {
            table.append(String.format(
                    Locale.ROOT, "| %s | %d | %s | %.2f |%n", one.what(), one.size(), one.figure(), one.value()));
        }
        return table.toString();
    }
}
