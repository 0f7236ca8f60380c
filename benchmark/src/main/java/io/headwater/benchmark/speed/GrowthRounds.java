package io.headwater.benchmark.speed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The same work at several sizes, each in turn, over and over: what drifts meanwhile meets all sizes alike. */
final class GrowthRounds {

    private GrowthRounds() {}

    interface Measurement {
        Drain.Work of(long size) throws IOException, InterruptedException;
    }

    static List<Growth> of(String what, int rounds, List<Long> sizes, Measurement measurement)
            throws IOException, InterruptedException {
        Map<Long, List<Drain.Work>> values = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (long size : sizes) {
                Drain.Work work = measurement.of(size);
                System.err.printf(
                        Locale.ROOT,
                        "%s %d: %.0f images/s, %.1f CPU µs/image%n",
                        what,
                        size,
                        work.imagesPerSecond(),
                        work.cpuMicrosPerImage());
                values.computeIfAbsent(size, key -> new ArrayList<>()).add(work);
            }
        }
        List<Growth> all = new ArrayList<>();
        values.forEach((size, works) -> {
            all.add(figure(what, size, "images/s", works, Drain.Work::imagesPerSecond));
            all.add(figure(what, size, "CPU µs/image", works, Drain.Work::cpuMicrosPerImage));
        });
        return all;
    }

    private static Growth figure(
            String what, long size, String figure, List<Drain.Work> works, ToDoubleFunction<Drain.Work> value) {
        return Growth.of(
                what, size, figure, works.stream().mapToDouble(value).boxed().toList());
    }
}
