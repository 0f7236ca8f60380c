package io.headwater.trainer.gate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a candidate replaces the champion, from what both say about the same hold-out. A label that the
 * champion does not know counts as its error.
 *
 * <p>A candidate passes when its accuracy is not lower than the champion's (by {@link GateRules#minImprovement}), when
 * the exact McNemar test does not call it worse, and when no label's recall falls by more than
 * {@link GateRules#maxRecallDrop}. The last looks only at labels with {@link GateRules#minClassSupport} hold-out samples,
 * and a fall also has to be more than chance by McNemar's test within the label: with 20 samples a tenth is two
 * pictures, and a good candidate would often be held back by two pictures. Labels that came after the champion are not
 * trusted blindly: {@link LaterLabels}.
 */
public final class Gate {

    private final GateRules rules;

    public Gate(GateRules rules) {
        this.rules = rules;
    }

    /**
     * Judges a first version. It passes when it does better than always answering the most frequent label; with fewer
     * hold-out samples than {@link GateRules#minHoldout} it passes anyway, because no model at all is worse.
     */
    public Verdict judgeFirst(Predictions candidate) {
        String figures = "accuracy %s on the hold-out (the most frequent label alone: %s)"
                .formatted(share(candidate.accuracy(), candidate), share(candidate.majorityShare(), candidate));
        if (candidate.size() < rules.minHoldout()) {
            return Verdict.promoted("First version: " + figures + "; " + few(candidate) + ".");
        }
        if (candidate.accuracy() <= candidate.majorityShare()) {
            return Verdict.rejected("No better than always answering the most frequent label: " + figures + ".");
        }
        return Verdict.promoted("First version: " + figures + ".");
    }

    /** Judges a candidate against the champion, of whose hold-out nothing else is known. */
    public Verdict judge(Predictions candidate, Predictions champion) {
        return judge(candidate, champion, LabelAges.unknown());
    }

    /** Judges a candidate against the champion; see also {@link LaterLabels}. */
    public Verdict judge(Predictions candidate, Predictions champion, LabelAges ages) {
        if (!candidate.truth().equals(champion.truth())) {
            throw new IllegalArgumentException("Candidate and champion were measured on different hold-outs");
        }
        McNemar test = McNemar.of(champion, candidate, i -> true);
        String figures = "accuracy %s, champion %s; only the candidate right %d, only the champion %d (McNemar p %s)"
                .formatted(
                        share(candidate.accuracy(), candidate),
                        share(champion.accuracy(), champion),
                        test.onlySecond(),
                        test.onlyFirst(),
                        number(test.twoSided()));
        List<String> faults = new ArrayList<>();
        double improvement = candidate.accuracy() - champion.accuracy();
        // Half a sample of slack: the difference of two equal shares need not be exactly zero.
        if (candidate.size() > 0 && improvement < rules.minImprovement() - 0.5 / candidate.size()) {
            faults.add(
                    rules.minImprovement() == 0
                            ? "less accurate than the champion"
                            : "accuracy changes by %s, at least %s is asked for"
                                    .formatted(number(improvement), number(rules.minImprovement())));
        }
        if (test.firstIsBetter() < rules.significance()) {
            faults.add("worse than the champion by the paired test");
        }
        faults.addAll(fallenRecalls(candidate, champion));
        faults.addAll(new LaterLabels(rules.significance()).faults(candidate, champion, ages));
        String few = candidate.size() < rules.minHoldout() ? "; " + few(candidate) : "";
        return faults.isEmpty()
                ? Verdict.promoted("Not worse than the champion: " + figures + few + ".")
                : Verdict.rejected("Rejected: " + String.join("; ", faults) + ": " + figures + few + ".");
    }

    private List<String> fallenRecalls(Predictions candidate, Predictions champion) {
        List<String> faults = new ArrayList<>();
        Set<String> labels = new LinkedHashSet<>(candidate.truth());
        for (String label : labels) {
            int support = 0;
            for (String truth : candidate.truth()) {
                support += truth.equals(label) ? 1 : 0;
            }
            McNemar test = McNemar.of(
                    champion, candidate, i -> candidate.truth().get(i).equals(label));
            double drop = (double) (test.onlyFirst() - test.onlySecond()) / support;
            if (support >= rules.minClassSupport()
                    && drop > rules.maxRecallDrop()
                    && test.firstIsBetter() < rules.significance()) {
                faults.add("recall of %s falls by %s (%d samples, %s allowed)"
                        .formatted(label, number(drop), support, number(rules.maxRecallDrop())));
            }
        }
        return faults;
    }

    private String few(Predictions predictions) {
        return "%d hold-out samples are too few to be sure (gate.min.holdout is %d)"
                .formatted(predictions.size(), rules.minHoldout());
    }

    private static String share(double share, Predictions of) {
        return "%s (%d of %d)".formatted(number(share), Math.round(share * of.size()), of.size());
    }

    private static String number(double value) {
        return Math.abs(value) > 0 && Math.abs(value) < 0.001
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
