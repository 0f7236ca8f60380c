package io.headwater.streams.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.ModelSlot;
import io.headwater.model.testing.TestImages;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.streams.internal.inference.InferencePipeline;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bad input through the real pipeline: one dead letter each, and the stream goes on. */
class DeadLettersTest extends TopologyTestBase {

    private static final int MAX_IMAGE_BYTES = 100_000;
    private static final byte[] KEY = {1, 2, 3};

    private InferencePipeline pipeline;

    @Override
    protected Classifier classifier() {
        pipeline = new InferencePipeline(
                new InferencePipeline.Parts(
                        new ModelSlot(),
                        serdes.deserializer(ImageEvent.class),
                        new ImageSource(HttpClient.newHttpClient(), List.of(), Duration.ofSeconds(1), MAX_IMAGE_BYTES),
                        new ImageDecoder(50_000_000),
                        serdes.encoder(topics.classifications())),
                new InferencePipeline.Settings("default", 5, 1, new BatchPolicy(0, 0, 1), Duration.ofSeconds(1)),
                new ClassifierMetrics(new SimpleMeterRegistry()),
                Clock.fixed(NOW, ZoneOffset.UTC));
        return pipeline;
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }

    @Test
    void garbageBytes() {
        byte[] garbage = {9, 8, 7, 6, 5, 4, 3, 2, 1};
        assertThat(rejected(garbage))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-record")
                .containsEntry(DeadLetterHeaders.ERROR, "NOT_FRAMED");
    }

    @Test
    void noBytesAtAll() {
        assertThat(rejected(null)).containsEntry(DeadLetterHeaders.STAGE, "decode-record");
    }

    @Test
    void unknownSchemaId() {
        byte[] value = encoded(event("e", TestImages.jpeg(40, 30, Color.RED)));
        value[1] = 0x7f;
        assertThat(rejected(value))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-record")
                .containsEntry(DeadLetterHeaders.ERROR, "UNKNOWN_SCHEMA");
    }

    @Test
    void aRecordOfAnotherKind() {
        byte[] value = serdes.<Feedback>serializer().serialize(topics.feedback().name(), label("e", "dent", NOW));
        assertThat(rejected(value))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-record")
                .containsEntry(DeadLetterHeaders.ERROR, "WRONG_SCHEMA");
    }

    @Test
    void aTruncatedJpeg() {
        byte[] jpeg = TestImages.jpeg(200, 150, 7);
        byte[] value = encoded(event("e", Arrays.copyOf(jpeg, jpeg.length / 2)));
        assertThat(rejected(value)).containsEntry(DeadLetterHeaders.STAGE, "decode-image");
    }

    @Test
    void aPngOf400Megapixels() throws IOException {
        assertThat(rejected(encoded(event("e", pngHeader(20_000, 20_000)))))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-image")
                .containsEntry(DeadLetterHeaders.ERROR, "TOO_MANY_PIXELS");
    }

    @Test
    void anImageOverTheLimit() {
        assertThat(rejected(encoded(event("e", new byte[MAX_IMAGE_BYTES + 1]))))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-image")
                .containsEntry(DeadLetterHeaders.ERROR, "TOO_MANY_BYTES");
    }

    @Test
    void neitherBytesNorUri() {
        assertThat(rejected(encoded(ImageEvent.newBuilder().setEventId("e").build())))
                .containsEntry(DeadLetterHeaders.ERROR, "EMPTY");
    }

    @Test
    void aUriThatIsNotAllowed() {
        assertThat(rejected(encoded(ImageEvent.newBuilder()
                        .setEventId("e")
                        .setUri("http://127.0.0.1:1/secret")
                        .setSha256("0".repeat(64))
                        .build())))
                .containsEntry(DeadLetterHeaders.STAGE, "fetch")
                .containsEntry(DeadLetterHeaders.ERROR, "URI_NOT_ALLOWED");
    }

    @Test
    void aUriOrHashOfMegabytesIsNotQuotedWhole() {
        ImageEvent byUri = ImageEvent.newBuilder()
                .setEventId("e")
                .setUri("http://127.0.0.1:1/" + "ü".repeat(2_000_000))
                .setSha256("0".repeat(64))
                .build();
        assertRejectedInFewWords(byUri);
        ImageEvent inline = event("e", TestImages.jpeg(40, 30, Color.RED));
        assertRejectedInFewWords(ImageEvent.newBuilder(inline)
                .setSha256("\ud83d\ude00".repeat(2_000_000))
                .build());
    }

    private void assertRejectedInFewWords(ImageEvent event) {
        images.pipeInput(KEY, encoded(event));
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.MESSAGE).value())
                .hasSizeBetween(10, 2_000);
        assertThat(letter.key()).isEqualTo(KEY);
    }

    @Test
    void anEventIdOfUnreasonableLength() {
        assertThat(rejected(encoded(event("e".repeat(2000), TestImages.jpeg(40, 30, Color.RED)))))
                .containsEntry(DeadLetterHeaders.STAGE, "decode-record");
    }

    @Test
    void aKeyThatNoClassificationCouldCarry() {
        images.pipeInput(new byte[100_000], encoded(event("e", TestImages.jpeg(40, 30, Color.RED))));
        assertThat(reasons(deadLetters.readRecord().headers()))
                .containsEntry(DeadLetterHeaders.ERROR, "ENVELOPE_TOO_LARGE");
        assertThat(classifications.isEmpty()).isTrue();
    }

    @Test
    void aGoodImageIsAnsweredWithoutAModel() {
        byte[] key = {42};
        images.pipeInput(key, encoded(event("good", TestImages.jpeg(40, 30, Color.RED))));

        var record = classifications.readRecord();
        assertThat(record.key()).isEqualTo(key);
        assertThat(record.value().getStatus()).isEqualTo(ClassificationStatus.NO_MODEL);
        assertThat(record.value().getEventId()).isEqualTo("good");
        assertThat(record.value().getClassifiedAt()).isEqualTo(NOW);
        assertThat(record.getRecordTime()).isEqualTo(NOW);
    }

    /** Sends the value between two good images and returns the reasons on the one dead letter. */
    private Map<String, String> rejected(byte[] value) {
        byte[] good = encoded(event("good", TestImages.jpeg(40, 30, Color.RED)));
        images.pipeInput(KEY, good);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add(DeadLetterHeaders.STAGE, "stale".getBytes());
        images.pipeInput(new TestRecord<>(KEY, value, headers, NOW));
        images.pipeInput(KEY, good);

        assertThat(classifications.readValuesToList()).hasSize(2);
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.getRecordTime()).isEqualTo(NOW);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(1);
        Map<String, String> reasons = reasons(letter.headers());
        assertThat(reasons)
                .containsEntry(DeadLetterHeaders.TOPIC, "vision.images")
                .containsEntry(DeadLetterHeaders.PARTITION, "0")
                .containsEntry(DeadLetterHeaders.OFFSET, "1")
                .containsEntry(DeadLetterHeaders.TIMESTAMP, Long.toString(NOW.toEpochMilli()))
                .hasEntrySatisfying(DeadLetterHeaders.MESSAGE, message -> assertThat(message)
                        .isNotBlank());
        return reasons;
    }

    /** A PNG that consists of a header: nothing else of it may be looked at. */
    private static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(header);
        chunk.writeBytes("IHDR");
        chunk.writeInt(width);
        chunk.writeInt(height);
        chunk.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.writeLong(0x89504E470D0A1A0AL);
        out.writeInt(header.size() - 4);
        out.write(header.toByteArray());
        out.writeInt((int) crc.getValue());
        return png.toByteArray();
    }
}
