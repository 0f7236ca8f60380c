package io.headwater.benchmark.accuracy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The studies' results as text for a terminal, as Markdown, and as JSON. */
final class Report {

    private static final List<String> COLUMNS = List.of("figure", "measured", "asked for", "each run");

    private final List<StudyResult> results;

    Report(List<StudyResult> results) {
        this.results = List.copyOf(results);
    }

    String plain() {
        StringBuilder text = new StringBuilder();
        for (StudyResult result : results) {
            List<List<String>> rows = new ArrayList<>(List.of(COLUMNS));
            result.figures().forEach(figure -> rows.add(cells(figure)));
            text.append('\n').append(result.name()).append(": ").append(result.title());
            text.append('\n').append(leftOut(result));
            int[] widths = new int[COLUMNS.size()];
            rows.forEach(row -> {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            });
            for (List<String> row : rows) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < widths.length; i++) {
                    line.append(row.get(i))
                            .append(" ".repeat(widths[i] - row.get(i).length() + 2));
                }
                text.append(line.toString().stripTrailing()).append('\n');
            }
        }
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (StudyResult result : results) {
            text.append("\n**`")
                    .append(result.name())
                    .append("`** ")
                    .append(result.title())
                    .append(".\n\n");
            text.append(leftOut(result));
            text.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n| --- | --- | --- | --- |\n");
            for (Figure figure : result.figures()) {
                text.append("| ").append(String.join(" | ", cells(figure))).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String leftOut(StudyResult result) {
        return result.leftOut() == null ? "" : "Left out: " + result.leftOut() + "\n";
    }

    private static List<String> cells(Figure figure) {
        String asked = figure.asked() + (figure.holds() ? "" : ": MISSED");
        return List.of(figure.what(), figure.text(), asked, figure.runsText());
    }

    void write(Path file) throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.version"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("studies", results);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }

    /** Whether every figure is what it should be. */
    boolean holds() {
        return results.stream().flatMap(result -> result.figures().stream()).allMatch(Figure::holds);
    }
}
