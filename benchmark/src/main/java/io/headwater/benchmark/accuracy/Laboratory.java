package io.headwater.benchmark.accuracy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.Preprocessing;
import io.headwater.model.SessionOptions;
import io.headwater.service.ImageSettings;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;

/** What the studies share: an artifact store, embeddings that are computed once, the trainer with its default settings. */
final class Laboratory implements AutoCloseable {

    /** Of {@code head.seed}, for the first run; the default. */
    private static final long FIRST_SEED = 17;

    private final AbstractConfig defaults = new AbstractConfig(TrainerConfig.definition(), Map.of(), false);
    private final Path directory = Files.createTempDirectory("headwater-accuracy");
    private final ArtifactStore store = ArtifactStores.open("file:" + directory, directory);
    private final ImageDecoder decoder = new ImageDecoder(defaults.getLong(ImageSettings.MAX_PIXELS));
    private final Embeddings embeddings = new Embeddings(store, decoder);
    private final Assets assets;

    Laboratory(Assets assets) throws IOException {
        this.assets = assets;
    }

    Assets assets() {
        return assets;
    }

    ArtifactStore store() {
        return store;
    }

    ImageDecoder decoder() {
        return decoder;
    }

    Path directory() {
        return directory;
    }

    /** As the trainer embeds images on a CPU. */
    SessionOptions sessionOptions() {
        return SessionOptions.cpu().withMaxBatch(defaults.getInt(TrainerConfig.EMBED_BATCH));
    }

    HoldoutSplit holdout() {
        return new HoldoutSplit(defaults.getDouble(TrainerConfig.HOLDOUT_FRACTION));
    }

    Backbone builtIn() throws IOException {
        return Backbone.builtIn(store);
    }

    Backbone mobileNet() throws IOException {
        return mobileNet(store);
    }

    Backbone mobileNet(ArtifactStore into) throws IOException {
        return Backbone.importOnnx(assets.mobileNet(), "mobilenetv2", Preprocessing.parse("tf,size=224"), into);
    }

    Backbone resNet() throws IOException {
        return Backbone.importOnnx(assets.resNet(), "resnet20", Preprocessing.parse("torchvision,size=32"), store);
    }

    /** The settings of one run: the defaults, a seed of its own, the overrides. */
    TrainingOptions options(int run, Map<String, String> overrides) {
        Map<String, String> all = new TreeMap<>(overrides);
        all.put(TrainingOptions.SEED, String.valueOf(FIRST_SEED + run));
        return TrainingOptions.of(defaults, all);
    }

    /** Trains a head behind the frozen backbone; the share of the test pictures that it names. */
    double accuracy(Backbone backbone, Draw draw, TrainingOptions options) throws IOException {
        return accuracy(backbone, List.of(backbone), draw, options).get(0);
    }

    /** The same, with the head behind other forms of the backbone than the one that it was trained behind. */
    List<Double> accuracy(Backbone backbone, List<Backbone> forms, Draw draw, TrainingOptions options)
            throws IOException {
        List<Double> accuracy = new ArrayList<>();
        try (TrainedHead trained =
                new HeadTrainer(options.hyperParameters()).train(trainingSet(backbone, draw.training(), options))) {
            Head head = trained.head();
            for (Backbone form : forms) {
                List<float[]> embedded = embeddings.of(form, draw.test());
                accuracy.add(share(draw.test(), trained.labels(), head.probabilities(embedded)));
            }
        }
        return accuracy;
    }

    /** With the augmented views that the options ask for. */
    private TrainingSet trainingSet(Backbone backbone, List<Picture> pictures, TrainingOptions options)
            throws IOException {
        TrainingSet plain = trainingSet(backbone, pictures);
        return options.augmentViews() == 0
                ? plain
                : new TrainingSet(
                        plain.embeddings(),
                        plain.targets(),
                        plain.labels(),
                        new AugmentedViews(store, decoder, options).embed(backbone, pictures));
    }

    TrainingSet trainingSet(Backbone backbone, List<Picture> pictures) throws IOException {
        List<String> labels = labels(pictures);
        return new TrainingSet(embeddings.of(backbone, pictures), targets(pictures, labels), labels);
    }

    /** Embeddings of pictures, each computed once. */
    Embeddings embeddings() {
        return embeddings;
    }

    static List<String> labels(List<Picture> pictures) {
        return pictures.stream().map(Picture::label).distinct().sorted().toList();
    }

    static int[] targets(List<Picture> pictures, List<String> labels) {
        return pictures.stream()
                .mapToInt(picture -> labels.indexOf(picture.label()))
                .toArray();
    }

    /**
     * The share of the pictures whose label gets the largest probability.
     *
     * @param probabilities {@code [pictures][labels]}
     */
    static double share(List<Picture> pictures, List<String> labels, List<float[]> probabilities) {
        int right = 0;
        for (int i = 0; i < pictures.size(); i++) {
            right += labels.get(largest(probabilities.get(i)))
                            .equals(pictures.get(i).label())
                    ? 1
                    : 0;
        }
        return (double) right / pictures.size();
    }

    static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    @Override
    public void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
