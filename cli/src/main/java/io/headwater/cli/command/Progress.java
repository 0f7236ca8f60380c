package io.headwater.cli.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error; nothing where that is not a terminal, or with {@code --json}. */
final class Progress implements AutoCloseable {

    /** System property: whether standard error is a terminal; set by the launcher. */
    private static final String TERMINAL_PROPERTY = "headwater.terminal";

    private static final int UPDATE_MILLIS = 200;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** @param max steps in all; -1 where that is not known */
    static Progress of(String task, long max, boolean json) {
        return of(new ProgressBarBuilder().setTaskName(task).setInitialMax(max), json);
    }

    /** Steps are bytes, shown as megabytes. */
    static Progress ofBytes(String task, long bytes, boolean json) {
        return of(
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(bytes)
                        .setUnit(" MB", 1_000_000)
                        .showSpeed(),
                json);
    }

    private static Progress of(ProgressBarBuilder builder, boolean json) {
        if (json || !Boolean.getBoolean(TERMINAL_PROPERTY)) {
            return new Progress(null);
        }
        return new Progress(builder.setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .build());
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    void stepTo(long steps) {
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    /** Changes the number of steps in all, and begins again. */
    void restart(long max) {
        if (bar != null) {
            bar.maxHint(max);
            bar.stepTo(0);
        }
    }

    boolean isShown() {
        return bar != null;
    }

    void note(String text) {
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
