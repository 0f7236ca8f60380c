package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.service.testing.ServiceProcess;
import io.headwater.streams.ClassifierMain;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.LabeledSample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels come before and after their images, twice, corrected and in any order, and the classifier is killed in the
 * middle and goes on with an empty disk: every labelled event ends as a sample with the label that was given last.
 */
class NoFeedbackLostTest {

    private static final int EVENTS = 900;
    private static final long SEED = 20_260_101;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> LABELS = List.of("good", "dent", "hole");

    private final Random random = new Random(SEED);
    private final byte[] image = TestImages.jpeg(48, 40, 3);

    @TempDir
    Path directory;

    @Test
    void everyLabelledEventBecomesASampleWithItsLastLabel() throws Exception {
        Map<String, String> lastLabels = new HashMap<>();
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<LabeledSample> reader =
                        platform.read(platform.topics().samples())) {
            platform.sendVersion(TinyModels.publish(platform.store(), 1, LABELS));
            platform.promote(1, 1);
            List<Runnable> messages = messages(platform, lastLabels);
            ServiceProcess classifier = start(platform, "state");
            try {
                send(platform, messages.subList(0, messages.size() / 2));
                reader.untilCount(EVENTS / 6);
                classifier.kill();
                send(platform, messages.subList(messages.size() / 2, messages.size()));
                classifier = start(platform, "state-of-another-machine");
                reader.until(samples -> last(samples).equals(lastLabels), Duration.ofSeconds(60));
                classifier.stop();
            } finally {
                classifier.close();
            }
            List<TopicReader.Read<LabeledSample>> samples = reader.untilEnd();

            assertThat(last(samples)).isEqualTo(lastLabels);
            assertThat(samples)
                    .extracting(sample ->
                            sample.value().getEventId() + sample.value().getLabelledAt())
                    .doesNotHaveDuplicates();
            assertThat(samples).allSatisfy(sample -> {
                assertThat(sample.value().getPredictedLabel()).isEqualTo("good");
                assertThat(sample.key()).isEqualTo(sample.value().getEventId());
            });
        }
    }

    /** Images and labels, shuffled; the key of an image has nothing to do with its event. */
    private List<Runnable> messages(TestPlatform platform, Map<String, String> lastLabels) {
        List<Runnable> messages = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String eventId = "event-" + i;
            String key = "camera-" + i % 5;
            messages.add(() -> platform.sendImage(key, eventId, image));
            int labels = random.nextInt(4);
            for (int n = 0; n < labels; n++) {
                String label = LABELS.get(random.nextInt(LABELS.size()));
                Instant labelledAt = START.plusSeconds(n);
                messages.add(() -> platform.sendFeedback(eventId, label, labelledAt));
                if (random.nextInt(4) == 0) {
                    messages.add(() -> platform.sendFeedback(eventId, label, labelledAt));
                }
                lastLabels.put(eventId, label);
            }
        }
        Collections.shuffle(messages, random);
        return messages;
    }

    private static void send(TestPlatform platform, List<Runnable> messages) {
        messages.forEach(Runnable::run);
        platform.flush();
    }

    private static Map<String, String> last(List<TopicReader.Read<LabeledSample>> samples) {
        Map<String, String> last = new HashMap<>();
        samples.forEach(
                sample -> last.put(sample.value().getEventId(), sample.value().getLabel()));
        return last;
    }

    private static ServiceProcess start(TestPlatform platform, String stateDirectory) {
        Map<String, String> settings = platform.classifierSettings();
        settings.put("state.dir", platform.directory().resolve(stateDirectory).toString());
        return new ServiceProcess(
                ClassifierMain.class, "512m", settings, platform.directory().resolve("classifier.log"));
    }
}
