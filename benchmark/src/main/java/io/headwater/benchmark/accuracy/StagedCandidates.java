package io.headwater.benchmark.accuracy;

import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.trainer.gate.Predictions;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is trained as labels come in stages: a candidate after each, on all samples of by then that are not held out. */
final class StagedCandidates {

    /**
     * A candidate.
     *
     * @param labels that it knows
     * @param heldOut number of samples that were held out when it was trained
     * @param predictions of these and of all that are held out later, in the order in which they came
     * @param accuracy on the test pictures of each stage
     */
    record Candidate(List<String> labels, int heldOut, Predictions predictions, List<Double> accuracy) {}

    private final Laboratory laboratory;
    private final Backbone backbone;
    private final TrainingOptions options;
    private final List<LabelStage> stages;
    private final List<Picture> training = new ArrayList<>();
    private final List<String> trainingLabels = new ArrayList<>();
    private final List<Picture> heldOut = new ArrayList<>();
    private final List<String> truth = new ArrayList<>();

    StagedCandidates(Laboratory laboratory, Backbone backbone, TrainingOptions options, List<LabelStage> stages) {
        this.laboratory = laboratory;
        this.backbone = backbone;
        this.options = options;
        this.stages = stages;
    }

    List<Candidate> train() throws IOException {
        List<Integer> trained = new ArrayList<>();
        List<Integer> judged = new ArrayList<>();
        for (LabelStage stage : stages) {
            take(stage);
            trained.add(training.size());
            judged.add(heldOut.size());
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            candidates.add(train(trained.get(stage), judged.get(stage)));
        }
        return candidates;
    }

    private void take(LabelStage stage) {
        for (int i = 0; i < stage.pictures().size(); i++) {
            Picture picture = stage.pictures().get(i);
            boolean held = laboratory.holdout().isHeldOut(picture.id());
            (held ? heldOut : training).add(picture);
            (held ? truth : trainingLabels).add(stage.labels().get(i));
        }
    }

    private Candidate train(int samples, int judged) throws IOException {
        List<String> given = trainingLabels.subList(0, samples);
        List<String> labels = given.stream().distinct().sorted().toList();
        TrainingSet set = new TrainingSet(
                laboratory.embeddings().of(backbone, training.subList(0, samples)),
                given.stream().mapToInt(labels::indexOf).toArray(),
                labels);
        try (TrainedHead trained = new HeadTrainer(options.hyperParameters()).train(set)) {
            Head head = trained.head();
            List<Double> accuracy = new ArrayList<>();
            for (LabelStage stage : stages) {
                accuracy.add(Laboratory.share(stage.test(), labels, probabilities(head, stage.test())));
            }
            List<String> predicted = probabilities(head, heldOut).stream()
                    .map(each -> labels.get(Laboratory.largest(each)))
                    .toList();
            return new Candidate(labels, judged, new Predictions(truth, predicted, new double[truth.size()]), accuracy);
        }
    }

    private List<float[]> probabilities(Head head, List<Picture> pictures) throws IOException {
        return head.probabilities(laboratory.embeddings().of(backbone, pictures));
    }
}
