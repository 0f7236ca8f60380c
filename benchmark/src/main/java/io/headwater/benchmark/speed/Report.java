package io.headwater.benchmark.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures as JSON and as a table. */
record Report(Map<String, Object> machine, String command, List<Row> rows) {

    private static final double KIB = 1024;

    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }

    /** The table, with the command that made it and where. */
    String section() {
        return "Made by `" + command + "` on " + machine.get("cores") + " cores of " + machine.get("cpu") + ", "
                + machine.get("java") + ", " + machine.get("libraries") + ".\n\n" + table();
    }

    /** A table in Markdown; shares are of the bare loop on the same workload. */
    String table() {
        StringBuilder table = new StringBuilder();
        line(
                table,
                "workload",
                "contender",
                "images/s",
                "÷ bare",
                "CPU ms/image",
                "÷ bare",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "at images/s",
                "RSS MiB",
                "KiB/image",
                "KiB an encoded image",
                "batch");
        table.append("| --- | --- |").append(" ---: |".repeat(12)).append('\n');
        for (Row row : rows) {
            Optional<Row> bare = rows.stream()
                    .filter(other -> other.workload().equals(row.workload())
                            && other.contender().equals("bare"))
                    .findFirst();
            line(
                    table,
                    row.workload(),
                    row.contender(),
                    number(row.imagesPerSecond()),
                    bare.map(ceiling -> share(row.imagesPerSecond() / ceiling.imagesPerSecond()))
                            .orElse(""),
                    String.format(Locale.ROOT, "%.3f", row.cpuMillisPerImage()),
                    bare.map(ceiling -> share(row.cpuMillisPerImage() / ceiling.cpuMillisPerImage()))
                            .orElse(""),
                    number(row.p50Millis()),
                    number(row.p99Millis()),
                    number(row.p999Millis()),
                    number(row.latencyRate()),
                    Integer.toString(row.rssMiB()),
                    number(row.allocatedBytesPerImage() / KIB),
                    number(row.imageBytes() / KIB),
                    number(row.batchSize()));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String number(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
