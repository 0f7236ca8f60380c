package io.headwater.benchmark.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One number of a study.
 *
 * @param what was measured, on what
 * @param unit of the value
 * @param runs one value for each run
 * @param asked what it should be, as text; empty where it is only reported
 * @param holds whether it is; true where nothing is asked
 */
record Figure(String what, Unit unit, List<Double> runs, String asked, boolean holds) {

    /** How a value is written. */
    enum Unit {
        ACCURACY("%.3f"),
        POINTS("%+.1f points"),
        DIFFERENCE("%.1e"),
        SECONDS("%.2f s"),
        PERCENT("%.2f %%"),
        RATE("%.0f/s");

        private final String format;

        Unit(String format) {
            this.format = format;
        }

        String text(double value) {
            return String.format(Locale.ROOT, format, value);
        }
    }

    Figure {
        runs = List.copyOf(runs);
    }

    /** A number that is only reported. */
    static Figure of(String what, Unit unit, List<Double> runs) {
        return new Figure(what, unit, runs, "", true);
    }

    static Figure of(String what, Unit unit, double value) {
        return of(what, unit, List.of(value));
    }

    /** How many points of accuracy the second is above the first, run by run. */
    static Figure gain(String what, List<Double> before, List<Double> after) {
        List<Double> gains = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            gains.add(100 * (after.get(i) - before.get(i)));
        }
        return of(what, Unit.POINTS, gains);
    }

    Figure atLeast(double bound) {
        return new Figure(what, unit, runs, "at least " + unit.text(bound), value() >= bound);
    }

    Figure below(double bound) {
        return new Figure(what, unit, runs, "below " + unit.text(bound), value() < bound);
    }

    /** The mean of the runs. */
    double value() {
        return runs.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    String text() {
        return unit.text(value());
    }

    String runsText() {
        return runs.size() < 2
                ? ""
                : String.join(", ", runs.stream().map(unit::text).toList());
    }
}
