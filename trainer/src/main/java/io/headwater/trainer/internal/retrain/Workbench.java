package io.headwater.trainer.internal.retrain;

import io.headwater.model.Backbone;
import io.headwater.model.ImageDecoder;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.internal.ingest.Embedder;
import io.headwater.trainer.internal.ingest.PatientImageSource;
import io.headwater.trainer.internal.ingest.SampleIngest;
import io.headwater.trainer.internal.ingest.ViewEmbedder;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.LabeledSample;
import java.io.IOException;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dataset with the backbone that it is embedded by, kept up to date with the samples topic. */
final class Workbench implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workbench.class);

    private final Backbone backbone;
    private final Dataset dataset;
    private final Embedder embedder;
    private final SampleIngest ingest;
    private final ViewEmbedder views;
    private final QuantisedVariant quantised;

    private Workbench(
            Backbone backbone,
            Dataset dataset,
            Embedder embedder,
            SampleIngest ingest,
            ViewEmbedder views,
            QuantisedVariant quantised) {
        this.backbone = backbone;
        this.quantised = quantised;
        this.dataset = dataset;
        this.embedder = embedder;
        this.ingest = ingest;
        this.views = views;
    }

    /** Loads the dataset, and embeds it anew where another backbone has been chosen since or images are decoded otherwise. */
    static Workbench open(Tools tools, Dataset.Fence fence) throws IOException {
        TrainerConfig config = tools.config();
        Backbone backbone = tools.backbones().current(config.modelName());
        DatasetStore store = new DatasetStore(tools.store(), config.modelName());
        Dataset dataset = Dataset.open(store, config.modelName(), backbone.id(), config.reservoir());
        Embedder embedder = tools.embedder(backbone);
        try {
            if (!dataset.manifest().isEmbeddedBy(backbone.id())) {
                log.info(
                        "Embedding {} samples by {}; they were embedded by {}, from pixels of version {} where {} is current",
                        dataset.samples().size(),
                        backbone.id(),
                        dataset.manifest().backboneId(),
                        dataset.manifest().pixels(),
                        ImageDecoder.PIXELS);
                dataset.reembed(backbone.id(), embedder::embed, fence);
            }
            log.info("Dataset of {} samples, backbone {}", dataset.samples().size(), backbone.id());
            SampleIngest ingest = ingest(tools, embedder, dataset, fence);
            tools.metrics().dataset(dataset);
            return new Workbench(
                    backbone,
                    dataset,
                    embedder,
                    ingest,
                    new ViewEmbedder(dataset, embedder, fence),
                    new QuantisedVariant(tools, dataset));
        } catch (IOException | RuntimeException | Error e) {
            embedder.close();
            throw e;
        }
    }

    private static SampleIngest ingest(Tools tools, Embedder embedder, Dataset dataset, Dataset.Fence fence) {
        TrainerConfig config = tools.config();
        PatientImageSource imageSource = tools.imageSource();
        Consumer<byte[], byte[]> samples = tools.reader();
        Consumer<byte[], byte[]> images = null;
        try {
            images = tools.images();
            return new SampleIngest(
                    tools.topics().samples().name(),
                    samples,
                    tools.serdes().deserializer(LabeledSample.class),
                    images,
                    tools.serdes().deserializer(ImageEvent.class),
                    imageSource,
                    embedder,
                    dataset,
                    fence,
                    tools.metrics(),
                    config.getInt(TrainerConfig.FLUSH_SAMPLES),
                    config.duration(TrainerConfig.FLUSH_INTERVAL));
        } catch (RuntimeException | Error e) {
            // They would be left behind with every try, while the brokers are away.
            samples.close();
            if (images != null) {
                images.close();
            }
            throw e;
        }
    }

    Backbone backbone() {
        return backbone;
    }

    Dataset dataset() {
        return dataset;
    }

    /** Of the versions that are trained here; it remembers what it has embedded. */
    QuantisedVariant quantised() {
        return quantised;
    }

    SampleIngest ingest() {
        return ingest;
    }

    ViewEmbedder views() {
        return views;
    }

    @Override
    public void close() {
        ingest.close();
        embedder.close();
    }
}
