package io.headwater.cli.demo;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The same with bold headings, and a bar for what is being waited for. */
final class TerminalView extends PlainView {

    private static final String BOLD = "\u001b[1m";
    private static final String NORMAL = "\u001b[0m";
    private static final int WIDTH = 100;
    private static final int UPDATE_MILLIS = 200;

    private final PrintStream out;

    TerminalView(PrintStream out, Bars bars) {
        super(out, bars);
        this.out = out;
    }

    @Override
    String emphasised(String text) {
        return BOLD + text + NORMAL;
    }

    @Override
    public Progress progress(String what, long target) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("     " + what)
                .setInitialMax(target)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .hideEta()
                .setMaxRenderedLength(WIDTH)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                .build();
        return new Progress() {
            @Override
            public void to(long count) {
                bar.stepTo(count);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}
