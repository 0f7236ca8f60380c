package io.headwater.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CliException;
import io.headwater.cli.CommandRun;
import io.headwater.cli.demo.audit.DemoReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest story, on the real platform; how good the versions get is for the long one to show. */
class DemoTest {

    @TempDir
    private Path directory;

    @Test
    @Tag("slow")
    void closesTheWholeLoopWithoutLosingAnEvent() throws Exception {
        Path file = directory.resolve("report.json");
        ByteArrayOutputStream narration = new ByteArrayOutputStream();
        DemoOptions options = new DemoOptions(directory.resolve("data"), false, file, DemoOptions.MIN_EVENTS, 7);

        DemoReport report = new Demo(options, new PrintStream(narration, true, StandardCharsets.UTF_8), true).run();

        assertThat(report.lossless()).isTrue();
        assertThat(report.events()).isGreaterThanOrEqualTo(DemoOptions.MIN_EVENTS);
        assertThat(report.classified()).isEqualTo(report.events());
        assertThat(report.deadLetters()).isZero();
        assertThat(report.samples()).isEqualTo(report.feedback());
        assertThat(report.versions()).first().satisfies(version -> {
            assertThat(version.decision()).isEqualTo("PROMOTED");
            assertThat(version.samples()).isEqualTo(60);
            assertThat(version.requestToLiveSeconds()).isPositive();
        });
        assertThat(report.figures().promoted()).isGreaterThan(1);
        assertThat(report.phases())
                .extracting(DemoReport.Phase::name)
                .contains(ColdStart.PHASE, SixKinds.PHASE, SeventhKind.PHASE, NewLight.PHASE);
        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written.get("events").asLong()).isEqualTo(report.events());
        assertThat(narration.toString(StandardCharsets.UTF_8))
                .contains("1/4", "2/4", "3/4", "4/4", "0 lost, 0 repeated")
                .doesNotContain("\u001b");
    }

    @Test
    void keepsTheTopicsOfARunThatLostEvents() {
        DemoOptions options = new DemoOptions(null, false, null, DemoOptions.MIN_EVENTS, 7);
        Demo demo = new Demo(options, new PrintStream(new ByteArrayOutputStream()), true);

        for (int lost = 0; lost <= 1; lost++) {
            DemoDirectory data = DemoDirectory.open(null, false);
            try {
                demo.conclude(report(lost), data);
                data.close();
                assertThat(Files.exists(data.path())).isEqualTo(lost > 0);
            } finally {
                data.path().toFile().delete();
            }
        }
    }

    private static DemoReport report(long lost) {
        return new DemoReport(
                10,
                10 - lost,
                lost,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                new DemoReport.Figures(0, null, null, null, null, null, null));
    }

    @Test
    void refusesADirectoryWithRecordsFromBefore() throws Exception {
        Files.writeString(directory.resolve("meta.properties"), "");
        DemoOptions options = new DemoOptions(directory, false, null, DemoOptions.MIN_EVENTS, 7);

        assertThatThrownBy(() -> new Demo(options, System.out, true).run())
                .isInstanceOf(CliException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("--data-dir");
    }

    @Test
    void refusesAReportThatCannotBeWrittenBeforeItStarts() {
        Path nowhere = directory.resolve("missing/report.json");
        DemoOptions options = new DemoOptions(directory.resolve("data"), false, nowhere, DemoOptions.MIN_EVENTS, 7);

        assertThatThrownBy(() -> new Demo(options, System.out, true).run())
                .isInstanceOf(CliException.class)
                .hasMessageContaining(nowhere.toString());
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void tooFewEventsAreAUsageError() {
        CommandRun run = CommandRun.of("demo", "--events", "5");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errorLine()).contains("--events must be at least 600");
    }
}
