package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.benchmark.speed.workload.Workloads;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Headwater beside what people would otherwise build, in one run on one broker. */
@Command(
        name = "benchmark/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Headwater beside what people would otherwise build, in one run on one broker.")
public final class SpeedBenchmark implements Callable<Integer> {

    static final List<String> CONTENDERS = List.of(
            "bare",
            "headwater-eos",
            "headwater-alo",
            Competition.INT8,
            "streams-per-record",
            "streams-as-published",
            "consumer-loop",
            "flink",
            NodeWorker.NAME);

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private Path json;

    @Option(names = "--table", paramLabel = "FILE", description = "Write the table there too.")
    private Path table;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Contenders: all, or some of them.")
    private List<String> only = CONTENDERS;

    @Option(names = "--workload", split = ",", paramLabel = "NAME", description = "Workloads: all, or some of them.")
    private List<String> workloads = Workloads.NAMES;

    @Option(names = "--rounds", description = "Turns of each contender; default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Length of a round; default ${DEFAULT-VALUE}.")
    private double seconds = 10;

    @Option(
            names = "--warm-up",
            description = "Seconds before the first round, or longer while the JIT compiler is busy; default"
                    + " ${DEFAULT-VALUE}.")
    private double warmUp = 60;

    @Option(
            names = "--latency-seconds",
            description = "Length of a round of latency, 0 for none; default ${DEFAULT-VALUE}.")
    private double latencySeconds = 10;

    @Option(
            names = "--latency-warm-up",
            description = "Seconds at full speed, and as many at the rate, before the first round of latency; default"
                    + " ${DEFAULT-VALUE}.")
    private double latencyWarmUp = 30;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Headwater's classifier.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private String command;

    public static void main(String[] arguments) {
        SpeedBenchmark benchmark = new SpeedBenchmark();
        benchmark.command = "benchmark/run " + String.join(" ", arguments);
        System.exit(new CommandLine(benchmark).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String name : only) {
            if (!CONTENDERS.contains(name)) {
                System.err.println("Unknown contender '" + name + "': use one of " + CONTENDERS);
                return 2;
            }
        }
        Path directory = Files.createTempDirectory("headwater-benchmark");
        String storeUri = "file:" + directory.resolve("artifacts");
        Path project = Path.of(System.getProperty("headwater.project", "."));
        List<Row> rows = new ArrayList<>();
        try (Cluster cluster = Cluster.start(directory);
                ArtifactStore store = ArtifactStores.open(storeUri, directory.resolve("cache"))) {
            Workloads found = new Workloads(project.resolve("../shared/assets"), store, directory);
            for (String name : workloads) {
                Optional<Workload> workload = found.find(name);
                if (workload.isEmpty()) {
                    System.err.println("Without " + name + ": its weights are not at " + found.weights());
                    continue;
                }
                SpeedOptions options =
                        new SpeedOptions(rounds, seconds, warmUp, latencySeconds, latencyWarmUp, settings);
                Assignments assignments =
                        new Assignments(cluster, workload.get(), store, storeUri, directory.resolve(name));
                try (Competition competition = new Competition(cluster, workload.get(), store, assignments, options)) {
                    rows.addAll(competition.run(able(workload.get())));
                }
            }
        } finally {
            Directories.delete(directory);
        }
        Report report = new Report(Machine.describe(), command.strip(), rows);
        System.out.print(report.table());
        if (json != null) {
            report.write(json);
        }
        if (table != null) {
            Files.writeString(table, report.section());
        }
        return 0;
    }

    /** The contenders that can take the workload, the bare loop first. */
    private List<String> able(Workload workload) throws IOException, InterruptedException {
        List<String> able = new ArrayList<>();
        for (String contender : CONTENDERS) {
            Optional<String> obstacle = Optional.empty();
            if (contender.equals("streams-as-published") && workload.plainModel() == null) {
                obstacle = Optional.of("its backbone has no form with an input of floats");
            } else if (contender.equals(Competition.INT8) && !workload.name().equals(Workloads.MOBILENET)) {
                obstacle = Optional.of("the int8 form is measured on " + Workloads.MOBILENET + " only");
            } else if (only.contains(contender) && contender.equals(NodeWorker.NAME)) {
                obstacle = NodeWorker.obstacle();
            }
            if (only.contains(contender) && obstacle.isEmpty()) {
                able.add(contender);
            } else if (only.contains(contender)) {
                System.err.println(workload.name() + "  without " + contender + ": " + obstacle.get());
            }
        }
        return able;
    }
}
