package io.headwater.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.streams.testing.TestPlatform;
import io.headwater.streams.testing.TopicReader;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.LabeledSample;
import java.awt.Color;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app as a whole on a real broker, from before the first version to a swap. */
class ClassifierAppTest {

    private static final byte[] IMAGE = TestImages.jpeg(40, 30, Color.RED);

    @TempDir
    Path directory;

    @Test
    void classifiesFromBeforeTheFirstVersionOn() throws Exception {
        try (TestPlatform platform = new TestPlatform(directory);
                TopicReader<Classification> results =
                        platform.read(platform.topics().classifications());
                TopicReader<LabeledSample> samples =
                        platform.read(platform.topics().samples());
                ClassifierApp app = new ClassifierApp(new ClassifierConfig(platform.classifierSettings()))) {
            app.start();
            platform.sendImage("camera", "e1", IMAGE);
            platform.sendFeedback("e1", "dent", Instant.EPOCH);
            assertThat(results.untilCount(1).get(0).value().getStatus()).isEqualTo(ClassificationStatus.NO_MODEL);
            assertThat(samples.untilCount(1).get(0).value().getLabel()).isEqualTo("dent");

            platform.sendVersion(TinyModels.publish(platform.store(), 1, List.of("good", "dent")));
            platform.promote(1, 1);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            get(app, "/metrics").body())
                    .contains("headwater_model_version 1.0"));
            platform.sendImage("camera", "e2", IMAGE);
            TopicReader.Read<Classification> second = results.untilCount(2).get(1);
            assertThat(second.key()).isEqualTo("camera");
            assertThat(second.value().getStatus()).isEqualTo(ClassificationStatus.CLASSIFIED);
            assertThat(second.value().getVersion()).isEqualTo(1);
            assertThat(second.value().getLabel()).isEqualTo("good");
            assertThat(second.value().getTopK()).hasSize(2);

            assertThat(get(app, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(app, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(app, "/metrics").body())
                    .contains("headwater_batch_size", "headwater_decode_time", "kafka_stream_");
        }
    }

    @Test
    void namesTheTopicsThatAreMissing() throws Exception {
        try (TestPlatform platform = new TestPlatform(directory)) {
            Map<String, String> settings = platform.classifierSettings();
            settings.put("topic.prefix", "other.");
            try (ClassifierApp app = new ClassifierApp(new ClassifierConfig(settings))) {
                assertThatThrownBy(app::start)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("other.images")
                        .hasMessageContaining("headwater topics apply");
            }
        }
    }

    private static HttpResponse<String> get(ClassifierApp app, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
