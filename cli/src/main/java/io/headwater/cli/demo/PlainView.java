package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.DemoReport;
import io.headwater.vision.Metrics;
import io.headwater.vision.RetrainResult;
import java.io.PrintStream;
import java.util.Locale;

/** Plain lines, one after the other: for scripts, logs and terminals without colours. */
class PlainView implements DemoView {

    private static final Progress SILENT = new Progress() {
        @Override
        public void to(long count) {}

        @Override
        public void close() {}
    };

    private static final int TEXT_WIDTH = 96;

    private final PrintStream out;
    private final Bars bars;
    private final long start = System.nanoTime();

    PlainView(PrintStream out, Bars bars) {
        this.out = out;
        this.bars = bars;
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void chapter(int number, int of, String title, String why) {
        say("");
        say(emphasised(String.format(Locale.ROOT, "%d/%d  %s  (%s)", number, of, title, clock())));
        paragraph(why);
    }

    private void paragraph(String text) {
        Wrap.lines(text, TEXT_WIDTH).forEach(line -> say("     " + line));
    }

    @Override
    public Progress progress(String what, long target) {
        return SILENT;
    }

    @Override
    public void live(RetrainResult result) {
        Metrics candidate = result.getCandidate();
        say(String.format(
                Locale.ROOT,
                "     version %-3d live   %5d labels   hold-out %s",
                result.getVersion(),
                result.getTrainSamples() + candidate.getSamples(),
                bars.of(candidate.getAccuracy())));
    }

    @Override
    public void rejected(RetrainResult result) {
        String line = String.format(Locale.ROOT, "version %-3d not live. %s", result.getVersion(), result.getReason());
        paragraph(line);
    }

    @Override
    public void measured(int version, double accuracy) {
        say(String.format(
                Locale.ROOT, "     version %-3d                        online   %s", version, bars.of(accuracy)));
    }

    @Override
    public void recall(int version, String label, double recall) {
        say(String.format(Locale.ROOT, "     version %-3d %22s found    %s", version, label, bars.of(recall)));
    }

    @Override
    public void summary(DemoReport report) {
        say("");
        say(emphasised("What the topics say  (" + clock() + ")"));
        new SummaryTable(report, bars).lines().forEach(line -> say("     " + line));
    }

    String emphasised(String text) {
        return text;
    }

    private String clock() {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
