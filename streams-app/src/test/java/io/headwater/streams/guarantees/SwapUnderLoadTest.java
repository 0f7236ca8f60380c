package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.streams.ClassifierApp;
import io.headwater.streams.ClassifierConfig;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.Classification;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions change while images flow: none is lost, repeated, or classified by a version that was not the champion, and
 * within a partition no older alias comes back.
 */
class SwapUnderLoadTest {

    private static final int TICK_MILLIS = 10;
    private static final int PER_TICK = 3;
    private static final int CAMERAS = 7;
    private static final List<String> LABELS = List.of("v1", "v2", "v3");

    /**
     * A version's time as champion.
     *
     * @param from when its alias was sent
     * @param firstAfter the first image that was sent after it had begun to serve
     */
    private record Reign(int version, Instant from, AtomicInteger firstAfter) {}

    @TempDir
    Path directory;

    @Test
    void versionsFollowTheAlias() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AtomicInteger sent = new AtomicInteger();
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<Classification> reader =
                        platform.read(platform.topics().classifications());
                ClassifierApp app = new ClassifierApp(new ClassifierConfig(platform.classifierSettings()), meters)) {
            for (int version = 1; version <= 3; version++) {
                platform.sendVersion(TinyModels.publish(
                        platform.store(),
                        TestPlatform.MODEL,
                        version,
                        LABELS,
                        TinyModels.constantHead(LABELS, version - 1)));
            }
            List<Reign> reigns = new ArrayList<>();
            promote(platform, reigns, 1);
            app.start();
            sendSteadily(platform, sender, sent);
            reader.until(results -> camerasSeen(results, 0) == CAMERAS, Duration.ofSeconds(90));
            // The fourth is a roll-back.
            for (int version : new int[] {2, 3, 1}) {
                promote(platform, reigns, version);
                long epoch = reigns.size();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> meters.get("headwater.model.epoch").gauge().value() == epoch);
                // What is sent from now on must be classified by this version.
                int firstAfter = sent.get();
                reigns.get(reigns.size() - 1).firstAfter().set(firstAfter);
                // Every partition sees every reign: where one waits behind the others it could miss a short one.
                reader.until(results -> camerasSeen(results, firstAfter) == CAMERAS, Duration.ofSeconds(90));
            }
            sender.shutdown();
            sender.awaitTermination(10, TimeUnit.SECONDS);
            platform.flush();
            List<TopicReader.Read<Classification>> results = reader.untilCount(sent.get());
            app.close();
            reader.untilEnd();

            assertThat(results)
                    .extracting(result -> result.value().getEventId())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, sent.get())
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(results).allSatisfy(result -> {
                int version = result.value().getVersion();
                assertThat(result.value().getLabel()).isEqualTo("v" + version);
            });
            assertVersionsFollowAliases(results, reigns);
        } finally {
            sender.shutdownNow();
        }
    }

    private static void assertVersionsFollowAliases(
            List<TopicReader.Read<Classification>> results, List<Reign> reigns) {
        results.stream()
                .collect(Collectors.groupingBy(TopicReader.Read::partition))
                .forEach((partition, sequence) -> {
                    int reign = 0;
                    for (TopicReader.Read<Classification> result : sequence) {
                        Classification classification = result.value();
                        while (reigns.get(reign).version() != classification.getVersion()) {
                            reign++;
                            assertThat(reign)
                                    .as("reign of version %s at %s", classification.getVersion(), result.offset())
                                    .isLessThan(reigns.size());
                        }
                        // Not before its alias was sent,
                        assertThat(classification.getClassifiedAt())
                                .isAfterOrEqualTo(reigns.get(reign).from());
                        // and no image that was sent after the next version had begun to serve.
                        if (reign + 1 < reigns.size()) {
                            assertThat(Integer.parseInt(classification.getEventId()))
                                    .as("event by version %s in reign %s", classification.getVersion(), reign)
                                    .isLessThan(
                                            reigns.get(reign + 1).firstAfter().get());
                        }
                    }
                });
    }

    private static long camerasSeen(List<TopicReader.Read<Classification>> results, int from) {
        return results.stream()
                .filter(result -> Integer.parseInt(result.value().getEventId()) >= from)
                .map(TopicReader.Read::key)
                .distinct()
                .count();
    }

    private static void promote(TestPlatform platform, List<Reign> reigns, int version) {
        reigns.add(
                new Reign(version, Instant.now().truncatedTo(ChronoUnit.MILLIS), new AtomicInteger(Integer.MAX_VALUE)));
        platform.promote(version, reigns.size());
    }

    private static void sendSteadily(TestPlatform platform, ScheduledExecutorService sender, AtomicInteger sent) {
        byte[] image = TestImages.jpeg(48, 40, 5);
        sender.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < PER_TICK; i++) {
                        // Counted before it is sent: what is on its way counts as sent.
                        int sequence = sent.getAndIncrement();
                        platform.sendImage("camera-" + sequence % CAMERAS, Integer.toString(sequence), image);
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }
}
