package io.headwater.benchmark.accuracy;

import io.headwater.cli.demo.Lighting;
import io.headwater.cli.demo.Severity;
import io.headwater.cli.demo.SurfaceGenerator;
import io.headwater.cli.demo.SurfaceKind;
import java.util.List;
import java.util.stream.IntStream;

/** The demo's surfaces in one light: as many of each kind, every picture made once. */
final class Surfaces {

    private static final long PICTURES_OF_A_SEED = 1_000_000;

    private final SurfaceGenerator generator;
    private final Severity severity;
    private final List<SurfaceKind> kinds;
    private final Lighting lighting;

    Surfaces(Severity severity, List<SurfaceKind> kinds) {
        this(severity, kinds, Lighting.NORMAL);
    }

    Surfaces(Severity severity, List<SurfaceKind> kinds, Lighting lighting) {
        this.generator = new SurfaceGenerator(severity);
        this.severity = severity;
        this.kinds = kinds;
        this.lighting = lighting;
    }

    /** Other seeds share no picture. */
    Draw draw(int training, int test, long seed) {
        return new Draw(pictures(0, training, seed), pictures(training, training + test, seed));
    }

    private List<Picture> pictures(int from, int to, long seed) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> {
                    SurfaceKind kind = kinds.get(i % kinds.size());
                    long picture = seed * PICTURES_OF_A_SEED + i;
                    return new Picture(
                            severity + "/" + lighting + "/" + kind.label() + "/" + picture,
                            kind.label(),
                            generator.jpeg(kind, lighting, picture));
                })
                .toList();
    }
}
