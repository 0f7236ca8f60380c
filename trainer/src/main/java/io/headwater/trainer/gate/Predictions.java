package io.headwater.trainer.gate;

import io.headwater.vision.LabelMetrics;
import io.headwater.vision.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What one model says about the hold-out, in the order of the hold-out.
 *
 * @param truth the labels that people gave
 * @param predicted the labels that the model gave
 * @param losses cross-entropy in nats, by sample; a label the model does not know has the loss of probability 1e-7
 */
public record Predictions(List<String> truth, List<String> predicted, double[] losses) {

    public Predictions {
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
        if (truth.size() != predicted.size() || truth.size() != losses.length) {
            throw new IllegalArgumentException("Different lengths: " + truth.size() + " labels, " + predicted.size()
                    + " predictions, " + losses.length + " losses");
        }
    }

    /** The same of some samples only. */
    public Predictions of(int[] samples) {
        return new Predictions(
                IntStream.of(samples).mapToObj(truth::get).toList(),
                IntStream.of(samples).mapToObj(predicted::get).toList(),
                IntStream.of(samples).mapToDouble(i -> losses[i]).toArray());
    }

    public int size() {
        return truth.size();
    }

    public boolean right(int i) {
        return truth.get(i).equals(predicted.get(i));
    }

    /** Share of the samples that are right, 0 to 1; 0 without samples. */
    public double accuracy() {
        return size() == 0 ? 0 : (double) correct() / size();
    }

    public int correct() {
        int correct = 0;
        for (int i = 0; i < size(); i++) {
            correct += right(i) ? 1 : 0;
        }
        return correct;
    }

    /** Share of the most frequent label, 0 to 1: what a model that always answers it would reach. */
    public double majorityShare() {
        int most = tallies().values().stream().mapToInt(t -> t.support).max().orElse(0);
        return size() == 0 ? 0 : (double) most / size();
    }

    /** The same as figures for people and topics; precision is 0 where a label was never predicted. */
    public Metrics metrics() {
        List<LabelMetrics> labels = new ArrayList<>();
        tallies()
                .forEach((label, tally) -> labels.add(LabelMetrics.newBuilder()
                        .setLabel(label)
                        .setSupport(tally.support)
                        .setRecall(tally.support == 0 ? 0 : (double) tally.found / tally.support)
                        .setPrecision(tally.predicted == 0 ? 0 : (double) tally.found / tally.predicted)
                        .build()));
        double loss = 0;
        for (double each : losses) {
            loss += each;
        }
        return Metrics.newBuilder()
                .setSamples(size())
                .setAccuracy(accuracy())
                .setLoss(size() == 0 ? null : loss / size())
                .setLabels(labels)
                .build();
    }

    private TreeMap<String, Tally> tallies() {
        TreeMap<String, Tally> tallies = new TreeMap<>();
        for (int i = 0; i < size(); i++) {
            Tally given = tallies.computeIfAbsent(truth.get(i), label -> new Tally());
            given.support++;
            given.found += right(i) ? 1 : 0;
            tallies.computeIfAbsent(predicted.get(i), label -> new Tally()).predicted++;
        }
        return tallies;
    }

    private static final class Tally {
        int support;
        int found;
        int predicted;
    }
}
