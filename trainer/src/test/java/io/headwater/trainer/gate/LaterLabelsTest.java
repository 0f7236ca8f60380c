package io.headwater.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterLabelsTest {

    private final List<String> truth = new ArrayList<>();
    private final List<String> candidate = new ArrayList<>();
    private final List<String> champion = new ArrayList<>();
    private final BitSet earlier = new BitSet();
    private final BitSet later = new BitSet();

    private void add(BitSet age, int count, boolean candidateRight, boolean championRight) {
        for (int i = 0; i < count; i++) {
            age.set(truth.size());
            truth.add("a");
            candidate.add(candidateRight ? "a" : "b");
            champion.add(championRight ? "a" : "b");
        }
    }

    private Verdict verdict() {
        double[] losses = new double[truth.size()];
        return new Gate(GateRules.defaults())
                .judge(
                        new Predictions(truth, candidate, losses),
                        new Predictions(truth, champion, losses),
                        new LabelAges(earlier, later));
    }

    /** Nothing can be learned from labels that are drawn at random; a candidate is ahead of the champion by luck. */
    @Test
    void aCandidateThatIsAheadByLuckOnWrongLabelsIsRejected() {
        add(earlier, 58, true, true);
        add(earlier, 2, false, false);
        add(later, 8, true, true);
        add(later, 9, false, false);
        add(later, 3, true, false);
        add(later, 1, false, true);

        assertThat(verdict().promoted()).isFalse();
        assertThat(verdict().reason()).contains("look wrong: it agrees with 9 of 21, before with 58 of 60");
    }

    /** A mistake that is made again and again can be learned, but costs where labels were right. */
    @Test
    void aCandidateThatHasLearnedTheMistakesIsRejectedByTheEarlierLabels() {
        add(earlier, 52, true, true);
        add(earlier, 6, false, true);
        add(earlier, 2, false, false);
        add(later, 40, true, false);
        add(later, 25, false, true);

        assertThat(verdict().promoted()).isFalse();
        assertThat(verdict().reason()).contains("worse than the champion on the 60 labels");
    }

    @Test
    void aCandidateThatHasLearnedTheNewLightIsPromoted() {
        add(earlier, 58, true, true);
        add(earlier, 1, false, true);
        add(later, 10, true, true);
        add(later, 9, true, false);
        add(later, 1, false, true);

        assertThat(verdict().promoted()).as(verdict().reason()).isTrue();
    }

    @Test
    void laterLabelsThatTheChampionAgreesWithAskForNothingMore() {
        add(earlier, 57, true, true);
        add(earlier, 3, false, false);
        add(later, 18, true, true);
        add(later, 1, true, false);
        add(later, 1, false, false);

        assertThat(verdict().promoted()).as(verdict().reason()).isTrue();
    }

    /** Counts of a run of the demo whose labels were all right: what a champion was chosen by flatters it. */
    @Test
    void aChampionMayAgreeALittleLessWithLabelsThatItWasNotChosenBy() {
        add(earlier, 218, true, true);
        add(earlier, 7, false, false);
        add(later, 97, true, true);
        add(later, 3, true, false);
        add(later, 1, false, true);
        add(later, 9, false, false);

        assertThat(verdict().promoted()).as(verdict().reason()).isTrue();
    }

    @Test
    void manyLabelsThatTheChampionAgreesFarLessWithAreTold() {
        add(earlier, 218, true, true);
        add(earlier, 7, false, false);
        add(later, 87, true, true);
        add(later, 3, true, false);
        add(later, 1, false, true);
        add(later, 19, false, false);

        assertThat(verdict().promoted()).isFalse();
        assertThat(verdict().reason()).contains("look wrong: it agrees with 88 of 110, before with 218 of 225");
    }
}
