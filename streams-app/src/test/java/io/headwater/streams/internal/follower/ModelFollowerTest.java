package io.headwater.streams.internal.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.ModelSlot;
import io.headwater.model.Precision;
import io.headwater.model.testing.TinyModels;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.vision.Artifact;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFollowerTest {

    private static final List<String> LABELS = List.of("good", "dent");

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final AvroSerdes serdes =
            new AvroSerdes(SchemaRegistry.connect("mock://" + UUID.randomUUID(), Map.of()), true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelSlot slot = new ModelSlot();
    private final ModelTopicsConsumer consumer = new ModelTopicsConsumer(
            topics.models().name(), topics.modelAliases().name());

    @TempDir
    Path directory;

    private ArtifactStore store;
    private ModelFollower follower;

    @BeforeEach
    void openStore() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    @AfterEach
    void close() {
        follower.close();
        slot.close();
        store.close();
    }

    @Test
    void isReadyWithoutAModelWhereThereIsNone() {
        start();
        await().until(follower::isReady);
        assertThat(slot.version()).isNull();
        assertThat(follower.problem()).isEmpty();
    }

    @Test
    void loadsTheChampionBeforeItIsReady() throws Exception {
        publish(1);
        publish(2);
        alias("champion", 2, 1);
        start();
        assertThat(follower.awaitReady()).isTrue();
        assertThat(slot.version()).isEqualTo(2);
    }

    @Test
    void takesAnAliasThatComesBeforeItsVersion() throws Exception {
        ModelVersion version = TinyModels.publish(store, 1, LABELS);
        alias("champion", 1, 1);
        start();
        await().until(() -> follower.problem().orElse("").contains("has not come yet"));
        assertThat(follower.isReady()).isFalse();
        send(version);
        await().until(follower::isReady);
        assertThat(slot.version()).isEqualTo(1);
    }

    @Test
    void swapsBackAndForthAsTheEpochGrows() throws Exception {
        publish(1);
        publish(2);
        alias("champion", 1, 1);
        start();
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
        alias("champion", 2, 2);
        await().until(() -> Integer.valueOf(2).equals(slot.version()));
        alias("champion", 1, 3);
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
        await().until(() -> meters.get("headwater.model.epoch").gauge().value() == 3);
    }

    @Test
    void neverGoesBackToALowerEpoch() throws Exception {
        publish(1);
        publish(2);
        alias("champion", 2, 7);
        alias("champion", 1, 6);
        start();
        assertThat(follower.awaitReady()).isTrue();
        assertThat(slot.version()).isEqualTo(2);
    }

    @Test
    void ofTheSameEpochServesTheLaterAlias() throws Exception {
        publish(1);
        publish(2);
        alias("champion", 1, 5);
        start();
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
        alias("champion", 2, 5);
        await().until(() -> Integer.valueOf(2).equals(slot.version()));
    }

    @Test
    void looksAtItsOwnModelAndAtTheChampionOnly() throws Exception {
        publish(1);
        alias("challenger", 1, 5);
        ModelAlias other = alias("other", "champion", 1, 9);
        consumer.add(topics.modelAliases().name(), encoded(other));
        start();
        await().until(follower::isReady);
        assertThat(slot.version()).isNull();
    }

    @Test
    void skipsWhatDoesNotDecode() throws Exception {
        consumer.add(topics.models().name(), new byte[] {1, 2, 3});
        consumer.add(topics.modelAliases().name(), null);
        publish(1);
        alias("champion", 1, 1);
        start();
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
    }

    @Test
    void goesOnAfterMemoryRanOut() throws Exception {
        consumer.failOnce(new OutOfMemoryError("Java heap space"));
        publish(1);
        alias("champion", 1, 1);
        start();
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
    }

    @Test
    void neverLoadsAWrongHash() throws Exception {
        publish(1);
        alias("champion", 1, 1);
        start();
        await().until(() -> Integer.valueOf(1).equals(slot.version()));
        ModelVersion damaged = TinyModels.publish(store, "default", 2, LABELS, TinyModels.constantHead(LABELS, 1));
        damage(damaged);
        send(damaged);
        alias("champion", 2, 2);
        await().until(() -> follower.problem().isPresent());
        assertThat(follower.problem().get()).contains("version 2").contains("version 1 goes on serving");
        assertThat(slot.version()).isEqualTo(1);
        assertThat(meters.get("headwater.model.load.failures").counter().count())
                .isGreaterThanOrEqualTo(1);

        publish(3);
        alias("champion", 3, 3);
        await().until(() -> Integer.valueOf(3).equals(slot.version()));
        await().until(() -> follower.problem().isEmpty());
    }

    @Test
    void isNotReadyWhileTheChampionCannotBeLoaded() throws Exception {
        ModelVersion damaged = TinyModels.publish(store, 1, LABELS);
        damage(damaged);
        send(damaged);
        alias("champion", 1, 1);
        start();
        await().until(() -> follower.problem().orElse("").contains("no version serves"));
        assertThat(follower.isReady()).isFalse();
    }

    @Test
    void triesAgainUntilTheFilesAreThere() throws Exception {
        ModelVersion version = TinyModels.publish(store, 1, LABELS);
        Path file = modelFile(version);
        Path hidden = directory.resolve("hidden");
        Files.move(file, hidden);
        send(version);
        alias("champion", 1, 1);
        start();
        await().until(() -> follower.problem().orElse("").contains("no version serves"));
        Files.move(hidden, file);
        await().until(follower::isReady);
        assertThat(slot.version()).isEqualTo(1);
    }

    private void start() {
        follower = new ModelFollower(
                consumer,
                "default",
                topics,
                serdes,
                new ModelLoader(store, Device.CPU, GpuOptions.DEFAULT, new BatchPolicy(0, 0, 1), Precision.FLOAT32),
                slot,
                new ClassifierMetrics(meters));
        follower.start();
    }

    private void publish(int version) throws IOException {
        send(TinyModels.publish(store, version, LABELS));
    }

    private void send(ModelVersion version) {
        consumer.add(
                topics.models().name(),
                serdes.<ModelVersion>serializer().serialize(topics.models().name(), version));
    }

    private void alias(String alias, int version, long epoch) {
        consumer.add(topics.modelAliases().name(), encoded(alias("default", alias, version, epoch)));
    }

    private static ModelAlias alias(String model, String alias, int version, long epoch) {
        return ModelAlias.newBuilder()
                .setModel(model)
                .setAlias(alias)
                .setVersion(version)
                .setEpoch(epoch)
                .setChangedAt(Instant.EPOCH)
                .build();
    }

    private byte[] encoded(ModelAlias alias) {
        return serdes.<ModelAlias>serializer().serialize(topics.modelAliases().name(), alias);
    }

    private Path modelFile(ModelVersion version) throws IOException {
        Artifact model = version.getArtifacts().stream()
                .filter(artifact -> artifact.getRole().equals(ArtifactStore.MODEL_ROLE))
                .findFirst()
                .orElseThrow();
        return store.fetch(model);
    }

    /** Changes the last byte of the version's own file. */
    private void damage(ModelVersion version) throws IOException {
        Path file = modelFile(version);
        file.toFile().setWritable(true);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}
