package io.headwater.cli.demo;

import java.nio.charset.Charset;
import java.util.Locale;

/** Draws shares as bars. */
final class Bars {

    private static final int WIDTH = 25;

    private final String full;
    private final String empty;

    private Bars(String full, String empty) {
        this.full = full;
        this.empty = empty;
    }

    static Bars ascii() {
        return new Bars("#", ".");
    }

    /** Blocks where the terminal's character set has them. */
    static Bars ofTerminal() {
        String charset = System.getProperty(
                "stdout.encoding",
                System.getProperty(
                        "sun.stdout.encoding", Charset.defaultCharset().name()));
        return Charset.forName(charset).newEncoder().canEncode('█') ? new Bars("█", "░") : ascii();
    }

    /** A bar and the share in per cent. */
    String of(double share) {
        int filled = (int) Math.round(share * WIDTH);
        return full.repeat(filled)
                + empty.repeat(WIDTH - filled)
                + String.format(Locale.ROOT, " %5.1f %%", 100 * share);
    }
}
