package io.headwater.trainer.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.testing.TestImages;
import io.headwater.trainer.TrainerApp;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.RetrainResult;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feedback goes wrong against a good champion: batch after batch, three labels of five are not those of the pictures. They
 * get into the training samples and the hold-out alike, and in the end outnumber the good ones of these batches.
 */
class BadLabelsTest {

    private static final int SIZE = 96;

    /** What there is to tell apart, each in any colours. */
    private static final List<BiConsumer<Graphics2D, Random>> KINDS = List.of(
            (paper, random) -> stripes(paper, random, 0),
            (paper, random) -> stripes(paper, random, Math.PI / 2),
            (paper, random) -> scatter(40 + random.nextInt(40), () -> {
                int size = 6 + random.nextInt(8);
                paper.fillOval(random.nextInt(SIZE), random.nextInt(SIZE), size, size);
            }),
            (paper, random) -> scatter(1, () -> {
                int size = 40 + random.nextInt(30);
                paper.fillOval(random.nextInt(SIZE - size), random.nextInt(SIZE - size), size, size);
            }),
            (paper, random) -> scatter(
                    30 + random.nextInt(30),
                    () -> paper.drawLine(
                            random.nextInt(SIZE), random.nextInt(SIZE), random.nextInt(SIZE), random.nextInt(SIZE))));

    private static final int GOOD = 300;
    private static final int BATCHES = 20;
    private static final int BATCH = 40;
    private static final int FLIPPED_OF_FIVE = 3;

    @TempDir
    Path directory;

    private final Random random = new Random(17);
    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void promoteAGoodChampion() throws Exception {
        world = new TrainerWorld(directory);
        new BackboneCatalogue(world.store()).use("default", Backbone.BUILT_IN);
        for (int i = 0; i < GOOD; i++) {
            label(i % KINDS.size(), i % KINDS.size());
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
        assertNothingIsPromoted(kind -> (kind + 1 + random.nextInt(KINDS.size() - 1)) % KINDS.size());
    }

    /** The worse kind: a mistake that can be learned, and pays on every label that has it. */
    @Test
    void labelsThatAreMixedUpTheSameWayEveryTimePromoteNothing() {
        assertNothingIsPromoted(kind -> (kind + 1) % KINDS.size());
    }

    private void assertNothingIsPromoted(IntUnaryOperator wrong) {
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < BATCH; i++) {
                int kind = random.nextInt(KINDS.size());
                label(kind, i % 5 < FLIPPED_OF_FIVE ? wrong.applyAsInt(kind) : kind);
            }
            world.request("bad-" + batch);
            world.awaitResults(2 + batch);
        }
        List<RetrainResult> results = world.results();
        assertThat(results.subList(1, results.size()))
                .as(() -> told(results))
                .hasSize(BATCHES)
                .extracting(RetrainResult::getDecision)
                .containsOnly(Decision.REJECTED);
        assertThat(world.aliases()).extracting(ModelAlias::getVersion).containsExactly(1);
    }

    private static String told(List<RetrainResult> results) {
        return results.stream()
                .map(result -> "%s %s: %s".formatted(result.getRequestId(), result.getDecision(), result.getReason()))
                .collect(Collectors.joining("\n"));
    }

    /** Sends a picture of one kind with the label of one. */
    private void label(int kind, int label) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D paper = image.createGraphics();
        float hue = random.nextFloat();
        paper.setColor(Color.getHSBColor(hue, 0.5f, 0.2f + 0.3f * random.nextFloat()));
        paper.fillRect(0, 0, SIZE, SIZE);
        paper.setColor(
                Color.getHSBColor(hue + 0.2f + 0.6f * random.nextFloat(), 0.5f, 0.7f + 0.3f * random.nextFloat()));
        KINDS.get(kind).accept(paper, random);
        paper.dispose();
        LabeledSample sample = world.image("kind-" + label, TestImages.encode(image, "png"));
        world.label(sample);
    }

    private static void stripes(Graphics2D paper, Random random, double angle) {
        paper.rotate(angle + 0.2 * random.nextGaussian(), SIZE / 2.0, SIZE / 2.0);
        int width = 3 + random.nextInt(6);
        for (int x = -SIZE; x < 2 * SIZE; x += 2 * width) {
            paper.fillRect(x, -SIZE, width, 3 * SIZE);
        }
    }

    private static void scatter(int times, Runnable one) {
        for (int i = 0; i < times; i++) {
            one.run();
        }
    }
}
