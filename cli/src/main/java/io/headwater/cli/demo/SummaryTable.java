package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.DemoReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as lines for people. */
final class SummaryTable {

    private final DemoReport report;
    private final Bars bars;
    private final List<String> lines = new ArrayList<>();

    SummaryTable(DemoReport report, Bars bars) {
        this.report = report;
        this.bars = bars;
    }

    List<String> lines() {
        lines.clear();
        add(
                "%d events, %d classified, %d dead letters: %d lost, %d repeated.",
                report.events(), report.classified(), report.deadLetters(), report.lost(), report.duplicates());
        add(
                "%d labels given, %d samples; %d versions, %d of them promoted.",
                report.feedback(),
                report.samples(),
                report.versions().size(),
                report.figures().promoted());
        versions();
        phases();
        figures();
        return lines;
    }

    private void versions() {
        lines.add("");
        lines.add("version  decision  labels  training  request to live  hold-out");
        for (DemoReport.Version version : report.versions()) {
            String live = version.requestToLiveSeconds() == null
                    ? "-"
                    : String.format(Locale.ROOT, "%.1f s", version.requestToLiveSeconds());
            add(
                    "%7d  %-8s %7d %7.1f s %16s  %s",
                    version.version(),
                    version.decision(),
                    version.samples(),
                    version.trainSeconds(),
                    live,
                    bars.of(version.holdoutAccuracy()));
        }
    }

    private void phases() {
        lines.add("");
        lines.add("phase         version  events  online accuracy");
        for (DemoReport.Phase phase : report.phases()) {
            String version = phase.version() == null ? "-" : phase.version().toString();
            String accuracy = phase.onlineAccuracy() == null ? "no model" : bars.of(phase.onlineAccuracy());
            add("%-13s %7s %7d  %s", phase.name(), version, phase.events(), accuracy);
        }
    }

    private void figures() {
        DemoReport.Figures figures = report.figures();
        lines.add("");
        figure("version 1", figures.firstVersionAccuracy());
        figure("before the seventh kind", figures.accuracyBeforeNewKind());
        figure("seventh kind recognised", figures.newKindRecall());
        figure("before the light changed", figures.accuracyBeforeLightChange());
        figure("just after", figures.accuracyAfterLightChange());
        figure("recovered", figures.accuracyRecovered());
    }

    private void figure(String name, Double share) {
        add("%-25s %s", name, share == null ? "not reached" : bars.of(share));
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
