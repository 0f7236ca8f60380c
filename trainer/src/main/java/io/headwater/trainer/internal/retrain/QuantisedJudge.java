package io.headwater.trainer.internal.retrain;

import io.headwater.model.Head;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.gate.Predictions;
import io.headwater.trainer.gate.Verdict;
import io.headwater.trainer.internal.retrain.QuantisedVariant.Judged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Judges the int8 form of a version by the newest hold-out samples, beside its float form and the champion. */
final class QuantisedJudge {

    private static final int MAX_SAMPLES = 2_000;

    private final Judged judged;
    private final double maxLoss;
    private final int[] newest;
    private final List<Sample> samples;

    /** @param maxLoss share of the samples that it may be wrong on where the float form is right */
    QuantisedJudge(Judged judged, double maxLoss) {
        this.judged = judged;
        this.maxLoss = maxLoss;
        this.newest = newest(judged.holdout());
        this.samples = IntStream.of(newest).mapToObj(judged.holdout()::get).toList();
    }

    /** Places of the newest hold-out samples, in the order of the hold-out. */
    private static int[] newest(List<Sample> holdout) {
        return IntStream.range(0, holdout.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> holdout.get(i).labelledAt())
                        .reversed())
                .limit(MAX_SAMPLES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** What it is judged by. */
    List<Sample> samples() {
        return samples;
    }

    /** @param embedded what the quantised backbone makes of the samples, by event id; it may lack some */
    Predictions predictions(Map<String, float[]> embedded) {
        return predict(judged.trained().head(), judged.trained().labels(), embedded);
    }

    private Predictions predict(Head head, List<String> labels, Map<String, float[]> embedded) {
        Iterator<float[]> probabilities = head.probabilities(samples.stream()
                        .map(sample -> embedded.get(sample.eventId()))
                        .filter(Objects::nonNull)
                        .toList())
                .iterator();
        List<float[]> inOrder = new ArrayList<>();
        for (Sample sample : samples) {
            inOrder.add(embedded.containsKey(sample.eventId()) ? probabilities.next() : null);
        }
        return Evaluation.of(inOrder, labels, samples);
    }

    /** Why it is not good enough; empty when it is. */
    Optional<String> fault(Predictions int8, Map<String, float[]> embedded) throws IOException {
        Predictions asFloat = judged.candidate().of(newest);
        int lost = asFloat.correct() - int8.correct();
        if (lost > Math.max(1, maxLoss * int8.size())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "it is right on %d of %d hold-out samples, in float on %d; %s allows a loss of %s.",
                    int8.correct(),
                    int8.size(),
                    asFloat.correct(),
                    TrainerConfig.GATE_MAX_INT8_LOSS,
                    maxLoss));
        }
        Verdict verdict = judged.champion() == null
                ? judged.gate().judgeFirst(int8)
                : judged.gate().judge(int8, champion(embedded));
        return verdict.promoted() ? Optional.empty() : Optional.of(verdict.reason());
    }

    /** The champion as int8 where it has the same backbone: then the gate compares the heads, not the rounding. */
    private Predictions champion(Map<String, float[]> embedded) throws IOException {
        Champion champion = judged.champion();
        return champion.hasBackbone(judged.trained().backbone().id())
                ? predict(champion.head(), champion.version().getLabels(), embedded)
                : judged.before().of(newest);
    }
}
