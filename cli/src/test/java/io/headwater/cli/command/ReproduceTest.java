package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Head;
import io.headwater.model.testing.TinyModels;
import io.headwater.schemas.ModelKeys;
import io.headwater.service.ServiceConfig;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.trainer.training.TrainingSet;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedPlatform.class)
class ReproduceTest {

    private static final String MODEL = "reproduced";
    private static final List<String> LABELS = List.of("rose", "tulip");

    @TempDir
    private Path directory;

    @Test
    void saysWhetherTheWeightsAreTheSame(LocalPlatform platform) throws Exception {
        TrainingOptions options = TrainingOptions.of(
                new AbstractConfig(TrainingOptions.definition(), Map.of(), false), Map.of("head.epochs", "3"));
        try (ArtifactStore store = store();
                Cluster cluster = Cluster.connect(platform.config());
                RecordSender<ModelVersion> versions =
                        RecordSender.open(cluster, cluster.topics().models())) {
            Dataset dataset = dataset(store);
            Lineage lineage = lineage(dataset, options);
            try (TrainedHead trained = new HeadTrainer(options.hyperParameters()).train(trainingSet(dataset))) {
                send(versions, version(store, 1, trained.head(), lineage));
                send(versions, version(store, 2, TinyModels.randomHead(LABELS, 3), lineage));
            }
        }

        CommandRun same = retrain(platform, "1");
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out())
                .contains("Version 1 trained again on 20 samples in ")
                .contains("identical, byte for byte")
                .containsPattern("sha256 [0-9a-f]{64}");
        assertThat(new ObjectMapper()
                        .readTree(retrain(platform, "1", "--json").out())
                        .get("identical")
                        .asBoolean())
                .isTrue();

        CommandRun different = retrain(platform, "2");
        assertThat(different.code()).isEqualTo(1);
        assertThat(different.errorLine()).contains("The head of version 2 came out different: sha256 ");
        assertThat(retrain(platform, "3").errorLine()).contains("has no version 3: there are [1, 2]");
        CommandRun wrong = retrain(platform, "1", "--set", "head.epochs=4");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.errorLine()).contains("--reproduce takes the version's own settings");
    }

    private CommandRun retrain(LocalPlatform platform, String version, String... options) throws IOException {
        Path file = directory.resolve("settings.properties");
        Files.writeString(
                file,
                """
                bootstrap.servers=%s
                schema.registry.url=%s
                artifact.store=file:%s
                artifact.cache=%s
                model.name=%s
                """
                        .formatted(
                                platform.config().getString(ServiceConfig.BOOTSTRAP_SERVERS),
                                platform.config().getString(ServiceConfig.SCHEMA_REGISTRY_URL),
                                directory.resolve("artifacts"),
                                directory.resolve("cache"),
                                MODEL));
        List<String> arguments =
                new ArrayList<>(List.of("retrain", "--reproduce", version, "--config", file.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private ArtifactStore store() {
        return ArtifactStores.open("file:" + directory.resolve("artifacts"), directory.resolve("cache"));
    }

    /** Twenty samples of two labels, in two segments. */
    private static Dataset dataset(ArtifactStore store) throws IOException {
        Dataset dataset = Dataset.open(new DatasetStore(store, MODEL), MODEL, "tiny");
        Random random = new Random(1);
        for (int part = 0; part < 2; part++) {
            List<SegmentEntry> entries = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                float[] embedding = new float[TinyModels.EMBEDDING_SIZE];
                for (int j = 0; j < embedding.length; j++) {
                    embedding[j] = (float) random.nextGaussian() + i % 2;
                }
                entries.add(SegmentEntry.newBuilder()
                        .setEventId("event-" + part + "-" + i)
                        .setKind(EntryKind.IMAGE)
                        .setLabel(LABELS.get(i % 2))
                        .setLabelledAt(Instant.EPOCH)
                        .setImageTopic("vision.images")
                        .setImagePartition(0)
                        .setImageOffset(i)
                        .setSamplePartition(0)
                        .setSampleOffset(i)
                        .setImage(ByteBuffer.wrap(new byte[] {1}))
                        .setBackboneId("tiny")
                        .setEmbedding(EmbeddingCodec.encode(embedding))
                        .build());
            }
            dataset.stage(entries);
            dataset.commit(Map.of(0, 10L * part), 0, 0, offsets -> {});
        }
        return dataset;
    }

    private static TrainingSet trainingSet(Dataset dataset) {
        return new TrainingSet(
                dataset.samples().stream().map(Sample::embedding).toList(),
                dataset.samples().stream()
                        .mapToInt(sample -> LABELS.indexOf(sample.label()))
                        .toArray(),
                LABELS);
    }

    private static Lineage lineage(Dataset dataset, TrainingOptions options) {
        Map<String, String> settings = new TreeMap<>(options.asText());
        settings.put(TrainerConfig.HOLDOUT_FRACTION, "0.0");
        return Lineage.newBuilder()
                .setSegments(dataset.manifest().segments().stream()
                        .map(Manifest.Segment::sha256)
                        .toList())
                .setSamplesPerLabel(Map.of("rose", 10, "tulip", 10))
                .setHyperParameters(settings)
                .setSeed(options.hyperParameters().seed())
                .build();
    }

    private static ModelVersion version(ArtifactStore store, int number, Head head, Lineage lineage)
            throws IOException {
        return ModelVersion.newBuilder(TinyModels.publish(store, MODEL, number, LABELS, head))
                .setLineage(lineage)
                .build();
    }

    private static void send(RecordSender<ModelVersion> versions, ModelVersion version) {
        versions.sendNow(ModelKeys.version(MODEL, version.getVersion()), version);
    }
}
