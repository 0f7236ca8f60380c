package io.headwater.benchmark.micro;

import io.headwater.benchmark.speed.workload.FeedForwardNetwork;
import io.headwater.cli.demo.Lighting;
import io.headwater.cli.demo.SurfaceGenerator;
import io.headwater.cli.demo.SurfaceKind;
import io.headwater.model.ImageDecoder;
import io.headwater.model.Resize;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for every image besides inference, piece by piece. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HotPieces {

    private static final String IMAGES = "vision.images";
    private static final String CLASSIFICATIONS = "vision.classifications";
    private static final int SIZE = 96;
    private static final long MAX_PIXELS = 50_000_000;

    private final byte[] jpeg = new SurfaceGenerator().jpeg(SurfaceKind.SCRATCH, Lighting.NORMAL, 1);
    private final byte[] png = digit();
    private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
    private final ByteBuffer pixels = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
    private final Serializer<Classification> serializer;
    private final Deserializer<ImageEvent> deserializer;
    private final Classification classification;
    private final byte[] record;

    public HotPieces() {
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect("mock://pieces", Map.of()), true);
        serializer = serdes.serializer();
        deserializer = serdes.deserializer(ImageEvent.class);
        ImageEvent event = ImageEvent.newBuilder()
                .setEventId("camera-3/000123")
                .setCapturedAt(Instant.EPOCH)
                .setContentType("image/jpeg")
                .setBytes(ByteBuffer.wrap(jpeg))
                .build();
        record = serdes.<ImageEvent>serializer().serialize(IMAGES, event);
        classification = Classification.newBuilder()
                .setEventId(event.getEventId())
                .setModel("default")
                .setVersion(3)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setLabel("scratch")
                .setConfidence(0.9f)
                .setTopK(List.of(
                        new LabelScore("scratch", 0.9f),
                        new LabelScore("crack", 0.06f),
                        new LabelScore("good", 0.02f),
                        new LabelScore("dent", 0.01f),
                        new LabelScore("stain", 0.01f)))
                .setImage(new ImageReference(IMAGES, 1, 1234L))
                .setClassifiedAt(Instant.EPOCH)
                .build();
    }

    private static byte[] digit() {
        try {
            return FeedForwardNetwork.images(1).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An image event of some 5 KB, whose bytes stay where they are. */
    @Benchmark
    public ImageEvent readImageEvent() {
        return deserializer.deserialize(IMAGES, record);
    }

    @Benchmark
    public byte[] writeClassification() {
        return serializer.serialize(CLASSIFICATIONS, classification);
    }

    /** A JPEG of 128 × 128 pixels to 96 × 96. */
    @Benchmark
    public ByteBuffer decodeSurface() {
        pixels.clear();
        decoder.decode(ByteBuffer.wrap(jpeg), SIZE, Resize.STRETCH, pixels);
        return pixels;
    }

    /** A PNG of 28 × 28 pixels as it is. */
    @Benchmark
    public ByteBuffer decodeDigit() {
        pixels.clear();
        decoder.decode(ByteBuffer.wrap(png), FeedForwardNetwork.SIZE, Resize.STRETCH, pixels);
        return pixels;
    }
}
