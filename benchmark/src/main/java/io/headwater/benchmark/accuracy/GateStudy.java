package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.benchmark.accuracy.StagedCandidates.Candidate;
import io.headwater.cli.demo.Lighting;
import io.headwater.cli.demo.Severity;
import io.headwater.cli.demo.SurfaceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Whether the gate lets good candidates by as labels keep coming, and holds back what wrong labels teach. */
final class GateStudy implements Study {

    /** The demo's, of the kinds and in the light that it begins with. */
    private static final List<Integer> FIRST_STAGES = List.of(60, 100, 200, 340, 400);

    /** Of the first run; the other studies' end below it. */
    private static final long FIRST_SEED = 1000;

    private static final int SEEDS_OF_A_RUN = 100;
    private static final double LARGEST_LOSS = 1;
    private static final double LEAST_PROMOTED = 0.85;

    private final Surfaces six = new Surfaces(Severity.PLAIN, SurfaceKind.FIRST_SIX);
    private final Surfaces seven = new Surfaces(Severity.PLAIN, List.of(SurfaceKind.values()));
    private final Surfaces newLight = new Surfaces(Severity.PLAIN, List.of(SurfaceKind.values()), Lighting.CHANGED);

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public String title() {
        return "The demo's surfaces with 1,100 right labels, then others; a retraining after each stage of them";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        compare(laboratory, runs, figures, "a seventh kind, then a new light", this::changing, false);
        compare(laboratory, runs, figures, "more of the same", run -> more(run, label -> label), false);
        compare(laboratory, runs, figures, "half the labels at random", run -> more(run, random(run, 0.5)), true);
        compare(laboratory, runs, figures, "three in ten dents called stains", run -> more(run, mixed(run, 0.3)), true);
        compare(laboratory, runs, figures, "six in ten dents called stains", run -> more(run, mixed(run, 0.6)), true);
    }

    private static void compare(
            Laboratory laboratory,
            int runs,
            Consumer<Figure> figures,
            String what,
            IntFunction<List<LabelStage>> story,
            boolean wrong)
            throws IOException {
        List<GateReplay.Outcome> judged = new ArrayList<>();
        List<GateReplay.Outcome> agesUnknown = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            List<Candidate> candidates = new StagedCandidates(
                            laboratory, laboratory.builtIn(), laboratory.options(run, Map.of()), story.apply(run))
                    .train();
            judged.add(new GateReplay(candidates, true).run(FIRST_STAGES.size()));
            agesUnknown.add(new GateReplay(candidates, false).run(FIRST_STAGES.size()));
        }
        Figure gain = gain(what, judged);
        figures.accept(wrong ? gain.atLeast(-LARGEST_LOSS) : gain);
        figures.accept(gain("the same, had the gate not known which labels came later", agesUnknown));
        if (!wrong && judged.stream().anyMatch(outcome -> outcome.better() > 0)) {
            figures.accept(promoted(what, judged).atLeast(LEAST_PROMOTED));
            figures.accept(promoted("the same, had the gate not known", agesUnknown));
        }
    }

    private static Figure promoted(String what, List<GateReplay.Outcome> outcomes) {
        int better = outcomes.stream().mapToInt(GateReplay.Outcome::better).sum();
        int promoted = outcomes.stream().mapToInt(GateReplay.Outcome::promoted).sum();
        // Together, because a run has few.
        return Figure.of(
                "%s: share of the %d clearly better candidates that was promoted".formatted(what, better),
                Unit.ACCURACY,
                (double) promoted / better);
    }

    private static Figure gain(String what, List<GateReplay.Outcome> outcomes) {
        return Figure.gain(
                what,
                outcomes.stream().map(GateReplay.Outcome::before).toList(),
                outcomes.stream().map(GateReplay.Outcome::after).toList());
    }

    private List<LabelStage> changing(int run) {
        return begin(run)
                .then(5, 420, seven, label -> label)
                .then(4, 350, newLight, label -> label)
                .stages();
    }

    private List<LabelStage> more(int run, UnaryOperator<String> annotator) {
        return begin(run).then(6, 150, six, annotator).stages();
    }

    private LabelStory begin(int run) {
        LabelStory story = new LabelStory(FIRST_SEED + (long) run * SEEDS_OF_A_RUN);
        FIRST_STAGES.forEach(labels -> story.then(1, labels, six, label -> label));
        return story;
    }

    private static UnaryOperator<String> random(int run, double share) {
        Random random = random(run);
        List<SurfaceKind> kinds = SurfaceKind.FIRST_SIX;
        return label -> random.nextDouble() < share
                ? kinds.get(random.nextInt(kinds.size())).label()
                : label;
    }

    private static UnaryOperator<String> mixed(int run, double share) {
        Random random = random(run);
        return label -> label.equals(SurfaceKind.DENT.label()) && random.nextDouble() < share
                ? SurfaceKind.STAIN.label()
                : label;
    }

    private static Random random(int run) {
        return new Random(new SplittableRandom(run).nextLong());
    }
}
