package io.headwater.trainer.pretrain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** All categories of generated pictures, in the order of the network's outputs. */
final class PatternCatalogue {
    private static final int ATTRACTORS = 18;
    private static final PatternCatalogue INSTANCE = new PatternCatalogue();

    /** What a category is made of; exactly one of the four is set. */
    record Category(
            String name, Field.Family field, Sketch.Drawing drawing, Figure.Family figure, Attractor attractor) {
        /** Whether the pattern covers the whole picture, as opposed to a shape before a background. */
        boolean isTexture() {
            return field != null || drawing != null;
        }
    }

    private final List<Category> categories = new ArrayList<>();
    private final List<Category> textures = new ArrayList<>();

    private PatternCatalogue() {
        PeriodicTextures.all().forEach(this::field);
        NoiseTextures.all().forEach(this::field);
        CellTextures.all().forEach(this::field);
        Piles.all().forEach(this::drawing);
        Strokes.all().forEach(this::drawing);
        textures.addAll(categories);
        Blossoms.all().forEach(this::figure);
        Silhouettes.all().forEach(this::figure);
        JuliaSets.all().forEach(this::figure);
        SplittableRandom random = new SplittableRandom(5); // the categories themselves are the same in every run
        for (int i = 0; i < ATTRACTORS; i++) {
            categories.add(new Category("attractor-" + i, null, null, null, Attractor.random(random)));
        }
    }

    static PatternCatalogue get() {
        return INSTANCE;
    }

    List<Category> categories() {
        return Collections.unmodifiableList(categories);
    }

    List<Category> textures() {
        return Collections.unmodifiableList(textures);
    }

    List<String> names() {
        return categories.stream().map(Category::name).toList();
    }

    private void field(String name, Field.Family field) {
        categories.add(new Category(name, field, null, null, null));
    }

    private void drawing(String name, Sketch.Drawing drawing) {
        categories.add(new Category(name, null, drawing, null, null));
    }

    private void figure(String name, Figure.Family figure) {
        categories.add(new Category(name, null, null, figure, null));
    }
}
