package io.headwater.benchmark.speed.contender;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Kafka Streams with a model as examples on the web write it: ImageIO, {@code getScaledInstance}, a nested array of
 * floats, one tensor a record. The session has one thread a run, as everybody's here.
 */
final class StreamsAsPublished implements Contender {

    private static final float HALF_RANGE = 127.5f;

    private final Assignment assignment;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final int size;
    private final List<String> labels;
    private final ImageReference place;
    private final LongAdder images = new LongAdder();

    StreamsAsPublished(Assignment assignment) throws OrtException {
        this.assignment = assignment;
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(assignment.plainModel(), options);
        input = session.getInputNames().iterator().next();
        long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
        size = (int) shape[shape.length - 1];
        TensorInfo output =
                (TensorInfo) session.getOutputInfo().values().iterator().next().getInfo();
        labels = IntStream.range(0, (int) output.getShape()[1])
                .mapToObj(i -> "label-" + i)
                .toList();
        place = new ImageReference(assignment.inputTopic(), 0, 0L);
    }

    @Override
    public void start() throws InterruptedException {
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect(assignment.schemaRegistry(), Map.of()), true);
        PeerStreams.start(assignment, PeerStreams.topology(assignment, serdes, this::classify));
    }

    private Classification classify(ImageEvent event) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels(event.getBytes()));
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            float[] logits = ((float[][]) result.get(0).getValue())[0];
            images.increment();
            return Results.of(event, place, labels, softmax(logits));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private float[][][][] pixels(ByteBuffer encoded) throws IOException {
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        BufferedImage scaled = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.drawImage(image.getScaledInstance(size, size, Image.SCALE_DEFAULT), 0, 0, null);
        graphics.dispose();
        float[][][][] tensor = new float[1][3][size][size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int rgb = scaled.getRGB(x, y);
                tensor[0][0][y][x] = (rgb >> 16 & 0xff) / HALF_RANGE - 1;
                tensor[0][1][y][x] = (rgb >> 8 & 0xff) / HALF_RANGE - 1;
                tensor[0][2][y][x] = (rgb & 0xff) / HALF_RANGE - 1;
            }
        }
        return tensor;
    }

    private static float[] softmax(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        float sum = 0;
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) Math.exp(logits[i] - max);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    @Override
    public Progress progress() {
        return new Progress(images.sum(), images.sum());
    }
}
