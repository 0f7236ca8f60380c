package io.headwater.trainer.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.testing.TestImages;
import io.headwater.trainer.TrainerApp;
import io.headwater.trainer.pretrain.PatternGenerator;
import io.headwater.trainer.pretrain.PatternImage;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.RetrainResult;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feedback goes wrong against a good champion: batch after batch, three labels of five are not those of the pictures. They
 * get into the training samples and the hold-out alike, and in the end outnumber the good ones of these batches.
 */
class BadLabelsTest {

    private static final Logger log = LoggerFactory.getLogger(BadLabelsTest.class);

    /** Places in {@link PatternGenerator#categories}. */
    private static final int[] KINDS = {3, 27, 51, 75, 99};

    private static final int GOOD = 300;
    private static final int BATCHES = 20;
    private static final int BATCH = 40;
    private static final int FLIPPED_OF_FIVE = 3;

    @TempDir
    Path directory;

    private final PatternGenerator generator = new PatternGenerator(17);
    private final Random random = new Random(17);
    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void promoteAGoodChampion() throws Exception {
        world = new TrainerWorld(directory);
        new BackboneCatalogue(world.store()).use("default", Backbone.BUILT_IN);
        for (int i = 0; i < GOOD; i++) {
            label(i % KINDS.length, i % KINDS.length);
        }
        app = new TrainerApp(world.config());
        app.start();
        world.request("good");
        RetrainResult champion = world.awaitResults(1).get(0);
        assertThat(champion.getDecision()).isEqualTo(Decision.PROMOTED);
        assertThat(champion.getCandidate().getAccuracy()).isGreaterThan(0.9);
    }

    @AfterEach
    void close() {
        app.close();
        world.close();
    }

    @Test
    void labelsDrawnAtRandomPromoteNothing() {
        assertNothingIsPromoted(kind -> (kind + 1 + random.nextInt(KINDS.length - 1)) % KINDS.length);
    }

    /** The worse kind: a mistake that can be learned, and pays on every label that has it. */
    @Test
    void labelsThatAreMixedUpTheSameWayEveryTimePromoteNothing() {
        assertNothingIsPromoted(kind -> (kind + 1) % KINDS.length);
    }

    private void assertNothingIsPromoted(IntUnaryOperator wrong) {
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < BATCH; i++) {
                int kind = random.nextInt(KINDS.length);
                label(kind, i % 5 < FLIPPED_OF_FIVE ? wrong.applyAsInt(kind) : kind);
            }
            world.request("bad-" + batch);
            world.awaitResults(2 + batch);
        }
        List<RetrainResult> results = world.results();
        results.forEach(result -> log.info(
                "{} {} candidate {} champion {}: {}",
                result.getRequestId(),
                result.getDecision(),
                result.getCandidate().getAccuracy(),
                result.getChampion() == null ? null : result.getChampion().getAccuracy(),
                result.getReason()));
        assertThat(results.subList(1, results.size()))
                .hasSize(BATCHES)
                .extracting(RetrainResult::getDecision)
                .containsOnly(Decision.REJECTED);
        assertThat(world.aliases()).extracting(ModelAlias::getVersion).containsExactly(1);
    }

    /** Sends a picture of one kind with the label of one. */
    private void label(int kind, int label) {
        LabeledSample sample = world.image("kind-" + label, picture(generator.next(KINDS[kind])));
        world.label(sample);
    }

    private static byte[] picture(PatternImage pattern) {
        int size = PatternGenerator.SIZE;
        int area = size * size;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        byte[] planes = pattern.planes();
        IntStream.range(0, area)
                .forEach(i -> image.setRGB(
                        i % size,
                        i / size,
                        (planes[i] & 0xff) << 16 | (planes[area + i] & 0xff) << 8 | planes[2 * area + i] & 0xff));
        return TestImages.encode(image, "png");
    }
}
