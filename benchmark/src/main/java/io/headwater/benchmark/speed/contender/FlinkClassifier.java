package io.headwater.benchmark.speed.contender;

import io.headwater.model.BatchResult;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The embedded model: a session for each parallel instance. */
final class FlinkClassifier extends RichMapFunction<Tuple2<byte[], byte[]>, Tuple2<byte[], byte[]>> {

    private static final long serialVersionUID = 1;

    /** Of this process's parallel instances. */
    private static final Queue<ModelRunner> RUNNERS = new ConcurrentLinkedQueue<>();

    private final String model;
    private final String registry;
    private final String inputTopic;
    private final String outputTopic;
    private transient ModelRunner runner;
    private transient Deserializer<ImageEvent> deserializer;
    private transient Serializer<Classification> serializer;
    private transient ImageReference place;

    FlinkClassifier(String model, String registry, String inputTopic, String outputTopic) {
        this.model = model;
        this.registry = registry;
        this.inputTopic = inputTopic;
        this.outputTopic = outputTopic;
    }

    @Override
    public void open(OpenContext context) {
        runner = new ModelRunner(model);
        RUNNERS.add(runner);
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect(registry, Map.of()), true);
        deserializer = serdes.deserializer(ImageEvent.class);
        serializer = serdes.serializer();
        place = new ImageReference(inputTopic, 0, 0L);
    }

    @Override
    public Tuple2<byte[], byte[]> map(Tuple2<byte[], byte[]> record) {
        ImageEvent event = deserializer.deserialize(inputTopic, record.f1);
        BatchResult result = runner.classify(List.of(event.getBytes()));
        Classification classification = Results.of(event, place, runner.labels(), result.probabilities(0));
        return Tuple2.of(record.f0, serializer.serialize(outputTopic, classification));
    }

    static Contender.Progress progress() {
        long images = RUNNERS.stream().mapToLong(one -> one.progress().images()).sum();
        return new Contender.Progress(images, images);
    }
}
