package io.headwater.trainer.pretrain;

import io.headwater.trainer.pretrain.Palette.Colour;
import io.headwater.trainer.pretrain.PatternCatalogue.Category;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the pictures the backbone is pre-trained on: a texture, a drawing, shapes or a fractal in one colour before
 * another, under varied light and viewpoint. The same seed gives the same sequence. Not thread-safe.
 */
public final class PatternGenerator {
    /** Width and height of the pictures, in pixels. */
    public static final int SIZE = Raster.SIZE;
    /** How many colours the foreground and the background are told apart by. */
    public static final int COLOURS = Palette.COLOURS;

    private static final Field.Family GRAIN = NoiseTextures.all().get("grain");

    private final SplittableRandom random;
    private final Raster pattern = new Raster();
    private final Raster relief = new Raster();
    private final Raster backdrop = new Raster();
    private final Raster surface = new Raster();
    private final Raster[] channels = {new Raster(), new Raster(), new Raster()};
    private final BufferedImage paper = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    private final Scatter scatter = new Scatter(pattern, relief);
    private final Exposure exposure = new Exposure();
    private final float[] scratch = new float[Raster.PIXELS];

    public PatternGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The categories' names, in the order of the labels. */
    public static List<String> categories() {
        return PatternCatalogue.get().names();
    }

    /** A picture of a random category. */
    public PatternImage next() {
        return next(random.nextInt(PatternCatalogue.get().categories().size()));
    }

    /** A picture of the given category. */
    public PatternImage next(int index) {
        Category category = PatternCatalogue.get().categories().get(index);
        Colour foreground = Palette.random(random);
        Colour background = Palette.random(random);
        if (category.isTexture()) {
            texture(category, pattern);
            surface.fill(0.3f);
            backdrop.fill(0.3f);
            if (random.nextBoolean()) {
                paint(GRAIN, backdrop);
            }
            mix(foreground, background, 0);
        } else {
            shapes(category);
            mix(foreground, background, random.nextDouble() < 0.3 ? 0.5f : 0);
        }
        return new PatternImage(exposure.develop(channels, random), index, foreground.index(), background.index());
    }

    private void texture(Category category, Raster target) {
        if (category.field() != null) {
            paint(category.field(), target);
            return;
        }
        try (Sketch sketch = new Sketch(paper, random)) {
            category.drawing().on(sketch);
        }
        target.copyFrom(paper);
    }

    private void paint(Field.Family family, Raster target) {
        Viewpoint.random(random, 3, 11, 0.05).paint(family.draw(random), target);
    }

    private void shapes(Category category) {
        if (category.figure() != null) {
            scatter.figures(category.figure(), random);
        } else {
            scatter.attractors(category.attractor(), random);
        }
        if (random.nextBoolean()) {
            pattern.blur(scratch);
        }
        List<Category> textures = PatternCatalogue.get().textures();
        double kind = random.nextDouble();
        if (kind < 0.2) {
            backdrop.fill((float) random.nextDouble());
        } else if (kind < 0.45) {
            backdrop.ramp(random);
        } else {
            texture(textures.get(random.nextInt(textures.size())), backdrop);
        }
        kind = random.nextDouble();
        if (kind < 0.45) {
            surface.copyFrom(relief);
        } else if (kind < 0.65) {
            surface.ramp(random);
        } else {
            texture(textures.get(random.nextInt(textures.size())), surface);
        }
        surface.scale((float) random.nextDouble(0.3, 1));
    }

    /** Colours the pattern and the backdrop, each between two tones, with a drop shadow of the given depth, 0..1. */
    private void mix(Colour foreground, Colour background, float shadow) {
        Colour light = random.nextDouble() < 0.65 ? foreground.variation(random) : Palette.random(random);
        Colour far = random.nextDouble() < 0.7 ? background.variation(random) : Palette.random(random);
        int shiftX = random.nextInt(-4, 5);
        int shiftY = random.nextInt(-4, 5);
        for (int i = 0; i < Raster.PIXELS; i++) {
            float cover = pattern.values[i];
            float tone = surface.values[i];
            float depth = 0.8f * backdrop.values[i];
            float lit = 1 - shadow * shifted(i, shiftX, shiftY);
            channels[0].values[i] =
                    blend(background.red(), far.red(), depth, foreground.red(), light.red(), tone, cover, lit);
            channels[1].values[i] =
                    blend(background.green(), far.green(), depth, foreground.green(), light.green(), tone, cover, lit);
            channels[2].values[i] =
                    blend(background.blue(), far.blue(), depth, foreground.blue(), light.blue(), tone, cover, lit);
        }
    }

    private static float blend(
            float back, float far, float depth, float front, float light, float tone, float cover, float lit) {
        float behind = (back + (far - back) * depth) * lit;
        float before = front + (light - front) * tone;
        return behind + (before - behind) * cover;
    }

    private float shifted(int pixel, int dx, int dy) {
        int x = pixel % SIZE + dx;
        int y = pixel / SIZE + dy;
        return x >= 0 && y >= 0 && x < SIZE && y < SIZE ? pattern.values[y * SIZE + x] : 0;
    }
}
