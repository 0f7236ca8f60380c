package io.headwater.benchmark.speed.workload;

import io.headwater.cli.demo.Lighting;
import io.headwater.cli.demo.SurfaceGenerator;
import io.headwater.cli.demo.SurfaceKind;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The workloads by name. */
public final class Workloads {

    public static final String MOBILENET = "mobilenetv2-224";
    public static final String SURFACES = "surfaces-96";
    public static final String FEED_FORWARD = "ffnn-28";
    public static final List<String> NAMES = List.of(MOBILENET, SURFACES, FEED_FORWARD);

    private static final int DISTINCT_IMAGES = 128;
    private static final int FLOWERS = 5;
    private static final int DIGITS = 10;

    private final Path assets;
    private final ArtifactStore store;
    private final Path directory;

    /**
     * @param assets directory of weights and photographs; need not be there
     * @param store that the backbones are put into
     * @param directory for files that are made
     */
    public Workloads(Path assets, ArtifactStore store, Path directory) {
        this.assets = assets;
        this.store = store;
        this.directory = directory;
    }

    /** The workload, or empty where its weights are not there. */
    public Optional<Workload> find(String name) throws IOException {
        return switch (name) {
            case MOBILENET -> mobilenet();
            case SURFACES -> Optional.of(surfaces());
            case FEED_FORWARD -> Optional.of(feedForward());
            default -> throw new IllegalArgumentException("Unknown workload '" + name + "': use one of " + NAMES);
        };
    }

    /** Where the weights of {@link #MOBILENET} are looked for. */
    public Path weights() {
        return assets.resolve("weights/mobilenetv2_1.0_224.onnx");
    }

    private Optional<Workload> mobilenet() throws IOException {
        if (!Files.exists(weights())) {
            return Optional.empty();
        }
        Backbone backbone = Backbone.importOnnx(weights(), "mobilenetv2", Preprocessing.parse("tf"), store);
        List<byte[]> images = Photographs.of(assets.resolve("flowers-5class-925.tar"), DISTINCT_IMAGES);
        return Optional.of(new Workload(MOBILENET, images, backbone, Workload.labels(FLOWERS), weights()));
    }

    private Workload surfaces() throws IOException {
        SurfaceGenerator generator = new SurfaceGenerator();
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < DISTINCT_IMAGES; i++) {
            SurfaceKind kind = SurfaceKind.FIRST_SIX.get(i % SurfaceKind.FIRST_SIX.size());
            images.add(generator.jpeg(kind, Lighting.NORMAL, i));
        }
        int labels = SurfaceKind.FIRST_SIX.size();
        return new Workload(SURFACES, images, Backbone.builtIn(store), Workload.labels(labels), null);
    }

    private Workload feedForward() throws IOException {
        Path plain = directory.resolve("ffnn.onnx");
        Files.write(plain, FeedForwardNetwork.onnx().toByteArray());
        Preprocessing preprocessing = Preprocessing.parse("unit,resize=stretch,size=" + FeedForwardNetwork.SIZE);
        Backbone backbone = Backbone.importOnnx(plain, "ffnn", preprocessing, store);
        List<byte[]> images = FeedForwardNetwork.images(DISTINCT_IMAGES);
        return new Workload(FEED_FORWARD, images, backbone, Workload.labels(DIGITS), plain);
    }
}
