package io.headwater.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.cli.demo.audit.DemoReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTableTest {

    @Test
    void showsWhatTheReportSays() {
        DemoReport report = new DemoReport(
                1000,
                997,
                2,
                1,
                1,
                300,
                299,
                List.of(
                        new DemoReport.Version(1, "PROMOTED", 0.75, 60, 48, 1.5, 3.25),
                        new DemoReport.Version(2, "REJECTED", 0.5, 160, 130, 1.5, null)),
                List.of(
                        new DemoReport.Phase("cold start", null, null, 200, Map.of()),
                        new DemoReport.Phase("six kinds", 1, 0.52, 797, Map.of("good", 0.52))),
                new DemoReport.Figures(1, 0.52, 0.52, null, null, null, null));

        List<String> lines = new SummaryTable(report, Bars.ascii()).lines();

        assertThat(lines)
                .anyMatch(line -> line.contains("1000 events") && line.contains("2 lost, 1 repeated"))
                .anyMatch(line -> line.contains("PROMOTED") && line.contains("3.3 s") && line.contains("75.0 %"))
                .anyMatch(line -> line.contains("REJECTED") && line.contains(" -  "))
                .anyMatch(line -> line.startsWith("cold start") && line.endsWith("no model"))
                .anyMatch(line -> line.startsWith("six kinds") && line.endsWith("#############............  52.0 %"))
                .anyMatch(line -> line.startsWith("recovered") && line.endsWith("not reached"));
    }
}
