package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.streams.ClassifierApp;
import io.headwater.streams.ClassifierConfig;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.Classification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes in: one dead letter each with the reason, and what comes behind it is classified. */
class BadInputNeverStopsTest {

    private static final int IMAGE_MAX_BYTES = 64 * 1024;

    @TempDir
    Path directory;

    @Test
    void oneDeadLetterEach() throws Exception {
        byte[] good = TestImages.jpeg(60, 40, 1);
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<Classification> results =
                        platform.read(platform.topics().classifications());
                TopicReader<SpecificRecord> deadLetters =
                        platform.read(platform.topics().deadLetters());
                ClassifierApp app = new ClassifierApp(new ClassifierConfig(settings(platform)))) {
            platform.sendVersion(TinyModels.publish(platform.store(), 1, List.of("good", "dent")));
            platform.promote(1, 1);
            app.start();
            platform.sendRaw("garbage", "not avro at all".getBytes(StandardCharsets.UTF_8));
            platform.sendImage("behind-garbage", "behind-garbage", good);
            platform.sendRaw("tombstone", null);
            platform.sendRaw(
                    "schema",
                    ByteBuffer.allocate(50).put(0, (byte) 0).putInt(1, 4711).array());
            platform.sendImage("truncated", "truncated", Arrays.copyOf(good, good.length / 2));
            platform.sendImage("noise", "noise", noise(5_000));
            platform.sendImage("over", "over", noise(IMAGE_MAX_BYTES + 1));
            // More than the dead letters could hold as well: the bytes stay where they are.
            platform.sendImage("far-over", "far-over", noise(40 * IMAGE_MAX_BYTES));
            platform.sendImage("last", "last", good);
            platform.flush();

            assertThat(results.untilCount(2))
                    .extracting(TopicReader.Read::key)
                    .containsExactlyInAnyOrder("behind-garbage", "last");
            Map<String, TopicReader.Read<SpecificRecord>> letters = deadLetters.untilCount(7).stream()
                    .collect(Collectors.toMap(TopicReader.Read::key, letter -> letter));
            assertThat(letters.keySet().stream().collect(Collectors.toMap(key -> key, key -> reason(letters.get(key)))))
                    .isEqualTo(Map.of(
                            "garbage", "decode-record NOT_FRAMED",
                            "tombstone", "decode-record NOT_FRAMED",
                            "schema", "decode-record UNKNOWN_SCHEMA",
                            "truncated", "decode-image TRUNCATED",
                            "noise", "decode-image UNSUPPORTED_FORMAT",
                            "over", "decode-image TOO_MANY_BYTES",
                            "far-over", "decode-image TOO_MANY_BYTES"));
            assertThat(letters.get("over").bytes()).hasSizeGreaterThan(IMAGE_MAX_BYTES);
            assertThat(letters.get("far-over").bytes()).isNull();
            app.close();
            assertThat(results.untilEnd()).hasSize(2);
            assertThat(deadLetters.untilEnd()).hasSize(7);
        }
    }

    private static Map<String, String> settings(TestPlatform platform) {
        Map<String, String> settings = platform.classifierSettings();
        settings.put(ClassifierConfig.IMAGE_MAX_BYTES, Integer.toString(IMAGE_MAX_BYTES));
        return settings;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String reason(TopicReader.Read<SpecificRecord> letter) {
        return text(letter, DeadLetterHeaders.STAGE) + " " + text(letter, DeadLetterHeaders.ERROR);
    }

    private static String text(TopicReader.Read<SpecificRecord> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
