package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.service.testing.ServiceProcess;
import io.headwater.streams.ClassifierMain;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.Classification;
import io.headwater.vision.QualityWindow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images flow in steadily while the classifier, a process of its own, is killed three times with {@code kill -9} in the
 * middle of its work. What came out is looked at from several sides, so the run is made once.
 */
final class KilledClassifierRun {

    static final int KEYS = 13;
    private static final int KILLS = 3;
    private static final int RESULTS_PER_LIFE = 600;
    private static final int PER_TICK = 5;
    private static final int TICK_MILLIS = 20;

    private static int events;
    private static List<TopicReader.Read<Classification>> results;
    private static List<QualityWindow> windows;

    private KilledClassifierRun() {}

    /** All committed classifications, in order within each partition. */
    static synchronized List<TopicReader.Read<Classification>> results() throws IOException {
        if (results == null) {
            results = run();
        }
        return results;
    }

    /** How many images were sent. */
    static synchronized int events() throws IOException {
        results();
        return events;
    }

    /** All committed quality windows. */
    static synchronized List<QualityWindow> windows() throws IOException {
        results();
        return windows;
    }

    static String eventId(int sequence) {
        return key(sequence) + "/" + sequence / KEYS;
    }

    private static String key(int sequence) {
        return "camera-" + sequence % KEYS;
    }

    private static List<TopicReader.Read<Classification>> run() throws IOException {
        Path directory = Files.createTempDirectory("killed-classifier");
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<Classification> reader =
                        platform.read(platform.topics().classifications());
                TopicReader<QualityWindow> quality =
                        platform.read(platform.topics().quality())) {
            platform.sendVersion(TinyModels.publish(platform.store(), 1, List.of("good", "dent")));
            platform.promote(1, 1);
            AtomicInteger sent = sendSteadily(platform, sender);
            ServiceProcess classifier = start(platform);
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    reader.untilCount(reader.records().size() + RESULTS_PER_LIFE);
                    int sentBefore = sent.get();
                    classifier.kill();
                    assertThat(reader.untilEnd())
                            .as("results committed before kill %s, of %s images", kill, sentBefore)
                            .hasSizeLessThan(sentBefore);
                    classifier = start(platform);
                }
                reader.untilCount(reader.records().size() + RESULTS_PER_LIFE);
                events = stop(sender, sent);
                reader.untilCount(events);
                awaitLastWindow(quality);
                classifier.stop();
            } finally {
                classifier.close();
            }
            windows = quality.untilEnd().stream().map(TopicReader.Read::value).toList();
            return new ArrayList<>(reader.untilEnd());
        } finally {
            sender.shutdownNow();
        }
    }

    private static int stop(ScheduledExecutorService sender, AtomicInteger sent) throws IOException {
        sender.shutdown();
        try {
            assertThat(sender.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new InterruptedIOException(e.getMessage());
        }
        return sent.get();
    }

    /** Until as many predictions were counted as there are events. */
    private static void awaitLastWindow(TopicReader<QualityWindow> quality) {
        quality.until(
                read -> read.stream()
                                .mapToInt(window -> predictions(window.value()))
                                .sum()
                        >= events,
                Duration.ofSeconds(60));
    }

    static int predictions(QualityWindow window) {
        return window.getPredicted().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static ServiceProcess start(TestPlatform platform) {
        Map<String, String> settings = platform.classifierSettings();
        settings.put("quality.window.ms", "1000");
        return new ServiceProcess(
                ClassifierMain.class, "512m", settings, platform.directory().resolve("classifier.log"));
    }

    /**
     * Small images at a few hundred a second until the sender is stopped, so that there is always something in flight.
     * Returns how many there are so far.
     */
    private static AtomicInteger sendSteadily(TestPlatform platform, ScheduledExecutorService sender) {
        byte[] image = TestImages.jpeg(48, 40, 11);
        AtomicInteger sent = new AtomicInteger();
        sender.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < PER_TICK; i++) {
                        int sequence = sent.getAndIncrement();
                        platform.sendImage(key(sequence), eventId(sequence), image);
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
        return sent;
    }
}
