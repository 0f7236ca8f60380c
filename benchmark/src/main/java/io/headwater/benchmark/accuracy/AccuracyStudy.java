package io.headwater.benchmark.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the studies and prints their figures; exits 1 when one is not what it should be. */
@Command(
        name = "benchmark/accuracy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what the trainer's defaults are worth.")
public final class AccuracyStudy implements Callable<Integer> {

    private static final int MISSED = 1;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Run these studies only.")
    private List<String> only = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each study, every one with another draw and seed (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
    private Path json;

    @Option(names = "--markdown", description = "Print Markdown.")
    private boolean markdown;

    @Mixin
    private Assets assets;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AccuracyStudy()).execute(arguments));
    }

    private static Map<String, Study> studies() {
        Map<String, Study> studies = new LinkedHashMap<>();
        for (Study study : List.of(
                new FlowersStudy(),
                new Int8Study(),
                new PretrainingStudy(),
                new CutStudy(),
                new UnfreezeStudy(),
                new IncrementalStudy(),
                new GateStudy(),
                new ParityStudy(),
                new SpeedStudy(),
                new RequestStudy())) {
            studies.put(study.name(), study);
        }
        return studies;
    }

    @Override
    public Integer call() throws IOException {
        List<StudyResult> results = new ArrayList<>();
        try (Laboratory laboratory = new Laboratory(assets)) {
            for (Study study : chosen()) {
                results.add(run(study, laboratory));
            }
        }
        Report report = new Report(results);
        System.out.print(markdown ? report.markdown() : report.plain());
        if (json != null) {
            report.write(json);
        }
        return report.holds() ? 0 : MISSED;
    }

    private List<Study> chosen() {
        Map<String, Study> studies = studies();
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds must be at least 1, not " + runs);
        }
        for (String name : only) {
            if (!studies.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--only: there is no study '" + name + "'; there are " + studies.keySet());
            }
        }
        return studies.values().stream()
                .filter(study -> only.isEmpty() || only.contains(study.name()))
                .toList();
    }

    private StudyResult run(Study study, Laboratory laboratory) throws IOException {
        List<Figure> figures = new ArrayList<>();
        String leftOut = null;
        try {
            study.run(laboratory, runs, figure -> {
                figures.add(figure);
                System.err.printf("%s: %s: %s%n", study.name(), figure.what(), figure.text());
            });
        } catch (AbsentAssetException e) {
            leftOut = e.getMessage();
            System.err.printf("%s: left out: %s%n", study.name(), leftOut);
        }
        return new StudyResult(study.name(), study.title(), figures, leftOut);
    }
}
