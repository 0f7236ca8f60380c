package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.StagedCandidates.Candidate;
import io.headwater.trainer.gate.Gate;
import io.headwater.trainer.gate.GateRules;
import io.headwater.trainer.gate.LabelAges;
import io.headwater.trainer.gate.Predictions;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Lets the gate decide about candidates one after the other, with its default rules. */
final class GateReplay {

    /** By how much more accurate than the champion a candidate is called better. */
    private static final double CLEARLY = 0.01;

    private final Gate gate = new Gate(GateRules.defaults());
    private final List<Candidate> candidates;
    private final boolean byAge;

    /**
     * What came of them.
     *
     * @param better candidates that were clearly better than the champion, by pictures that the gate does not see
     * @param promoted those of them that were promoted
     * @param before accuracy of the champion of when the counting began, on the last stage's pictures
     * @param after the same of the last champion
     */
    record Outcome(int better, int promoted, double before, double after) {}

    /** @param byAge whether the gate is told which labels came after the champion */
    GateReplay(List<Candidate> candidates, boolean byAge) {
        this.candidates = candidates;
        this.byAge = byAge;
    }

    /** @param from number of the stage at which the counting begins */
    Outcome run(int from) {
        int last = candidates.size() - 1;
        Candidate champion = candidates.get(0);
        double before = 0;
        int better = 0;
        int promoted = 0;
        for (int stage = 1; stage <= last; stage++) {
            Candidate candidate = candidates.get(stage);
            before = stage == from ? champion.accuracy().get(last) : before;
            boolean passes = passes(candidate, champion);
            double gain = candidate.accuracy().get(stage) - champion.accuracy().get(stage);
            if (stage >= from && gain > CLEARLY) {
                better++;
                promoted += passes ? 1 : 0;
            }
            champion = passes ? candidate : champion;
        }
        return new Outcome(better, promoted, before, champion.accuracy().get(last));
    }

    private boolean passes(Candidate candidate, Candidate champion) {
        int[] known = IntStream.range(0, candidate.heldOut()).toArray();
        Predictions challenger = candidate.predictions().of(known);
        return gate.judge(challenger, champion.predictions().of(known), ages(challenger.truth(), champion))
                .promoted();
    }

    private LabelAges ages(List<String> truth, Candidate champion) {
        if (!byAge) {
            return LabelAges.unknown();
        }
        BitSet earlier = new BitSet();
        BitSet later = new BitSet();
        for (int i = 0; i < truth.size(); i++) {
            if (champion.labels().contains(truth.get(i))) {
                (i < champion.heldOut() ? earlier : later).set(i);
            }
        }
        return new LabelAges(earlier, later);
    }
}
