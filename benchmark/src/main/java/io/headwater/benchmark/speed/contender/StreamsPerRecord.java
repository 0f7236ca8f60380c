package io.headwater.benchmark.speed.contender;

import io.headwater.model.BatchResult;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/** Kafka Streams as one would begin: {@code mapValues} with an embedded session, a record at a time. Our decoder. */
final class StreamsPerRecord implements Contender {

    private final Assignment assignment;
    private final ModelRunner runner;
    private final ImageReference place;

    StreamsPerRecord(Assignment assignment) {
        this.assignment = assignment;
        this.runner = new ModelRunner(assignment.model());
        // mapValues does not know the record's place.
        this.place = new ImageReference(assignment.inputTopic(), 0, 0L);
    }

    @Override
    public void start() throws InterruptedException {
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect(assignment.schemaRegistry(), Map.of()), true);
        Topology topology = PeerStreams.topology(assignment, serdes, this::classify);
        PeerStreams.start(assignment, topology);
    }

    private Classification classify(ImageEvent event) {
        BatchResult result = runner.classify(List.of(event.getBytes()));
        return Results.of(event, place, runner.labels(), result.probabilities(0));
    }

    @Override
    public Progress progress() {
        return runner.progress();
    }
}
