package io.headwater.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.testing.S3Server;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in a bucket, of a server that checks signatures and checksums. */
class S3ArtifactStoreTest extends ArtifactStoreContract {

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    static Path buckets;

    private static S3Server server;

    private final Path bucket;

    S3ArtifactStoreTest() {
        // Another test may have changed the settings.
        server.configure();
        bucket = server.createBucket("models-" + BUCKETS.incrementAndGet());
    }

    @BeforeAll
    static void start() {
        server = new S3Server(buckets);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    ArtifactStore open(Path cache) {
        return ArtifactStores.open(address(), cache);
    }

    @Override
    Path behind(String name) {
        return bucket.resolve("of/this.test").resolve(name);
    }

    @Override
    String address() {
        return "s3://" + bucket.getFileName() + "/of/this.test";
    }

    @Test
    void isCalledByItsUri() {
        assertThat(store).hasToString(address());
    }

    @Test
    void sendsNothingThatIsThere() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Path object = behind("objects/" + SHA_OF_ABC + ".weights");
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(object, longAgo);

        try (ArtifactStore elsewhere = openElsewhere()) {
            assertThat(elsewhere.put("weights", file, "weights")).isEqualTo(artifact);
        }
        assertThat(Files.getLastModifiedTime(object)).isEqualTo(longAgo);
    }

    @Test
    void downloadsADamagedCopyAgain() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.writeString(store.fetch(artifact), "abd");

        assertThat(store.fetch(artifact)).hasContent("abc");
    }

    @Test
    void needsNoServerForWhatItHas() throws IOException {
        Artifact artifact;
        Artifact other;
        S3Server mortal = new S3Server(directory);
        mortal.createBucket("models");
        try (ArtifactStore there = ArtifactStores.open("s3://models", directory.resolve("cache there"))) {
            artifact = there.put("weights", file, "weights");
            other = there.put("model", Files.writeString(directory.resolve("graph"), "graph"), "onnx");
        } finally {
            mortal.close();
        }
        mortal.configure();
        try (ArtifactStore away = ArtifactStores.open("s3://models", directory.resolve("cache there"))) {
            assertThat(away.fetch(artifact)).hasContent("abc");
            Files.delete(away.fetch(other));

            assertFails(
                    () -> away.fetch(other),
                    "Cannot read " + other.getUri() + " at http://127.0.0.1:",
                    "Connection refused",
                    "network");
            assertFails(() -> away.writeRef("a", new byte[1]), "Cannot write s3://models/refs/a at ", "network");
        }
    }

    @Test
    void saysThatThereIsNoSuchBucket() {
        try (ArtifactStore none = ArtifactStores.open("s3://no-such-bucket/x", directory)) {
            String advice = "create the bucket 'no-such-bucket', or correct artifact.store";

            assertFails(
                    () -> none.put("weights", file, "weights"), "Cannot write s3://no-such-bucket/x/objects/", advice);
            assertFails(() -> none.readRef("a"), "Cannot read s3://no-such-bucket/x/refs/a at ", advice);
            assertFails(() -> none.listRefs("a/"), "Cannot list s3://no-such-bucket/x/refs/a/ at ", advice);
        }
    }

    @Test
    void saysThatTheCredentialsAreWrong() {
        System.setProperty(S3Server.SECRET, "wrong");
        try (ArtifactStore refused = openElsewhere()) {
            assertFails(() -> refused.put("weights", file, "weights"), "Cannot look for " + address(), "credentials");
            assertFails(() -> refused.readRef("a"), "Cannot read " + address() + "/refs/a at ", "credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address", "127.0.0.1:9000"})
    void saysThatTheEndpointIsNoAddress(String endpoint) {
        System.setProperty(S3Server.ENDPOINT, endpoint);

        assertThatThrownBy(this::openElsewhere)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact.store '" + address() + "' cannot be opened")
                .hasMessageContaining("AWS_ENDPOINT_URL_S3");
    }

    @Test
    void listsMoreRefsThanAnAnswerHolds() throws IOException {
        store.writeRef("many/0000", "x".getBytes(UTF_8));
        for (int i = 1; i <= 1000; i++) {
            Files.writeString(behind("refs/many/%04d".formatted(i)), "x");
        }

        assertThat(store.listRefs("many/")).hasSize(1001).isSorted().endsWith("many/1000");
    }

    private static void assertFails(ThrowingCallable use, String beginning, String... parts) {
        assertThatThrownBy(use)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(beginning)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n", "SDK Attempt Count");
    }
}
