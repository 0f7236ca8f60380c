package io.headwater.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate(GateRules.defaults());

    /** Builds the same hold-out as two models see it. */
    private static final class Holdout {
        private final List<String> truth = new ArrayList<>();
        private final List<String> candidate = new ArrayList<>();
        private final List<String> champion = new ArrayList<>();

        Holdout add(int times, String label, boolean candidateRight, boolean championRight) {
            for (int i = 0; i < times; i++) {
                truth.add(label);
                candidate.add(candidateRight ? label : "wrong");
                champion.add(championRight ? label : "wrong");
            }
            return this;
        }

        Predictions candidate() {
            return new Predictions(truth, candidate, new double[truth.size()]);
        }

        Predictions champion() {
            return new Predictions(truth, champion, new double[truth.size()]);
        }
    }

    private Verdict judge(Holdout holdout) {
        return gate.judge(holdout.candidate(), holdout.champion());
    }

    @Test
    void promotesWhatIsMoreAccurate() {
        Verdict verdict = judge(
                new Holdout().add(80, "a", true, true).add(15, "a", true, false).add(5, "a", false, true));

        assertThat(verdict.promoted()).isTrue();
        assertThat(verdict.reason())
                .contains("0.950 (95 of 100)")
                .contains("0.850 (85 of 100)")
                .contains("right 15,", "champion 5 (", "0.041");
    }

    @Test
    void promotesWhatIsEquallyAccurate() {
        assertThat(judge(new Holdout()
                                .add(30, "a", true, true)
                                .add(2, "a", true, false)
                                .add(2, "a", false, true))
                        .promoted())
                .isTrue();
    }

    @Test
    void rejectsWhatIsLessAccurateByOneSample() {
        Verdict verdict = judge(new Holdout().add(99, "a", true, true).add(1, "a", false, true));

        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reason()).contains("less accurate");
    }

    @Test
    void aLabelThatTheChampionDoesNotKnowCountsAsItsError() {
        Holdout holdout = new Holdout()
                .add(50, "old", true, true)
                .add(2, "old", false, true)
                .add(6, "new", true, false);

        assertThat(judge(holdout).promoted()).isTrue();
    }

    @Test
    void rejectsAFallenRecallDespiteBetterAccuracy() {
        Verdict verdict = judge(
                new Holdout().add(60, "a", true, false).add(20, "b", true, true).add(10, "b", false, true));

        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reason()).contains("recall of b falls by 0.333").contains("30 samples");
    }

    @Test
    void aFallenRecallOfAFewSamplesDoesNotHoldACandidateBack() {
        Holdout fewSamples = new Holdout().add(60, "a", true, false).add(10, "b", false, true);
        assertThat(judge(fewSamples).promoted()).isTrue();

        // 4 of 24 is more than a tenth, but four against nobody is still chance (p = 0.0625).
        Holdout smallFall =
                new Holdout().add(60, "a", true, false).add(20, "b", true, true).add(4, "b", false, true);
        assertThat(judge(smallFall).promoted()).isTrue();
    }

    @Test
    void asksForTheImprovementThatWasConfigured() {
        Gate demanding = new Gate(new GateRules(0.05, 0.1, 20, 20, 0.05));
        Holdout fourPoints =
                new Holdout().add(90, "a", true, true).add(4, "a", true, false).add(6, "a", false, false);
        Holdout fivePoints =
                new Holdout().add(90, "a", true, true).add(5, "a", true, false).add(5, "a", false, false);

        assertThat(demanding
                        .judge(fourPoints.candidate(), fourPoints.champion())
                        .promoted())
                .isFalse();
        assertThat(demanding
                        .judge(fivePoints.candidate(), fivePoints.champion())
                        .promoted())
                .isTrue();
    }

    @Test
    void aToleratedLossStillMustNotBeSignificant() {
        Gate tolerant = new Gate(new GateRules(-0.1, 0.5, 20, 20, 0.05));
        Holdout chance =
                new Holdout().add(90, "a", true, true).add(6, "a", false, true).add(4, "a", true, false);
        Holdout worse = new Holdout().add(92, "a", true, true).add(8, "a", false, true);

        assertThat(tolerant.judge(chance.candidate(), chance.champion()).promoted())
                .isTrue();
        Verdict verdict = tolerant.judge(worse.candidate(), worse.champion());
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reason()).contains("paired test");
    }

    @Test
    void aFirstVersionMustBeatTheMostFrequentLabel() {
        Holdout better = new Holdout()
                .add(15, "a", true, false)
                .add(10, "b", true, false)
                .add(5, "b", false, false);
        Holdout majorityOnly = new Holdout().add(15, "a", true, false).add(15, "b", false, false);

        assertThat(gate.judgeFirst(better.candidate()).promoted()).isTrue();
        assertThat(gate.judgeFirst(majorityOnly.candidate()).promoted()).isFalse();
    }

    @Test
    void saysWhenTheHoldoutIsSmall() {
        Holdout small = new Holdout().add(6, "a", false, true).add(6, "b", true, true);

        assertThat(gate.judgeFirst(small.candidate()).promoted()).isTrue();
        assertThat(gate.judgeFirst(small.candidate()).reason()).contains("12 hold-out samples are too few");
        assertThat(judge(small).promoted()).isFalse();
        assertThat(judge(small).reason()).contains("12 hold-out samples are too few");
        assertThat(gate.judgeFirst(new Holdout().candidate()).promoted()).isTrue();
    }

    @Test
    void metricsCountByLabel() {
        Predictions predictions = new Predictions(
                List.of("a", "a", "a", "b", "c"), List.of("a", "a", "b", "b", "a"), new double[] {0, 0, 1, 1, 3});

        assertThat(predictions.metrics().getAccuracy()).isEqualTo(0.6, within(1e-12));
        assertThat(predictions.metrics().getLoss()).isEqualTo(1.0);
        assertThat(predictions.metrics().getLabels().toString())
                .isEqualTo("[{\"label\": \"a\", \"support\": 3, \"recall\": 0.6666666666666666, \"precision\":"
                        + " 0.6666666666666666}, {\"label\": \"b\", \"support\": 1, \"recall\": 1.0, \"precision\": 0.5},"
                        + " {\"label\": \"c\", \"support\": 1, \"recall\": 0.0, \"precision\": 0.0}]");
    }

    @Test
    void refusesToCompareDifferentHoldouts() {
        assertThatThrownBy(() -> gate.judge(
                        new Holdout().add(1, "a", true, true).candidate(),
                        new Holdout().add(1, "b", true, true).champion()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
