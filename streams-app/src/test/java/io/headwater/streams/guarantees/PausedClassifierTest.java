package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.service.testing.ServiceProcess;
import io.headwater.streams.ClassifierMain;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.Classification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A classifier that stands still for longer than it waits for its images, as a virtual machine does that is moved, goes on
 * where it was: it neither gives the images up nor answers one twice.
 */
class PausedClassifierTest {

    private static final int EVENTS = 160;
    private static final int PAUSES = 6;

    /** Times the images under way of each of four partitions, over two workers: 1.5 s. */
    private static final String IMAGE_WORST_MILLIS = "375";

    private static final String MAX_IN_FLIGHT = "2";

    private static final Duration PAUSE = Duration.ofSeconds(3);

    @Test
    void goesOnWhereItWas(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("classifier.log");
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<Classification> results =
                        platform.read(platform.topics().classifications())) {
            platform.sendVersion(TinyModels.publish(platform.store(), 1, List.of("good", "dent")));
            platform.promote(1, 1);
            // So large that the stream thread waits for one of them nearly all the time.
            byte[] image = TestImages.jpeg(6000, 4500, 11);
            for (int i = 0; i < EVENTS; i++) {
                platform.sendImage("camera-" + i, eventId(i), image);
            }
            platform.flush();
            Map<String, String> settings = platform.classifierSettings();
            settings.put("image.worst.ms", IMAGE_WORST_MILLIS);
            settings.put("max.in.flight", MAX_IN_FLIGHT);
            // Results are seen one by one, while the next image is waited for; exactly once they are seen at a commit.
            settings.put("processing.guarantee", "at_least_once");
            settings.put("decode.threads", "2");
            try (ServiceProcess classifier = new ServiceProcess(ClassifierMain.class, "512m", settings, log)) {
                for (int pause = 1; pause <= PAUSES; pause++) {
                    results.untilCount(pause * EVENTS / (PAUSES + 2));
                    classifier.pause(PAUSE);
                }
                results.untilCount(EVENTS);
                classifier.stop();
                assertThat(classifier.printed()).doesNotContain("will be read again");
            }
            assertThat(results.untilEnd())
                    .extracting(result -> result.value().getEventId())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, EVENTS)
                            .mapToObj(PausedClassifierTest::eventId)
                            .toList());
        }
    }

    private static String eventId(int sequence) {
        return "event-" + sequence;
    }
}
