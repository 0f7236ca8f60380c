package io.headwater.benchmark.speed.contender;

import java.util.List;
import java.util.Map;

/**
 * What a contender's process is told, as JSON; the Node worker reads the same.
 *
 * @param contender its name
 * @param bootstrapServers brokers; null for the bare loop
 * @param schemaRegistry registry; null for the bare loop
 * @param prefix of the topics; {@code images} and {@code classifications} follow
 * @param inputTopic image events
 * @param outputTopic classifications
 * @param group consumer group or application id
 * @param model the version's ONNX file: uint8 {@code image}, weights beside it
 * @param inputSize width and height of its input
 * @param crop whether images are cropped rather than stretched
 * @param labels in the order of its probabilities
 * @param plainModel the network before its import, float {@code [batch, 3, size, size]}; null where there is none
 * @param images file of the workload's distinct images
 * @param artifactStore uri of the store that the model is in
 * @param workDirectory for state and caches, empty
 * @param commitMillis time between two commits
 * @param latency whether latency is measured rather than throughput
 * @param settings further settings of Headwater's classifier
 */
public record Assignment(
        String contender,
        String bootstrapServers,
        String schemaRegistry,
        String prefix,
        String inputTopic,
        String outputTopic,
        String group,
        String model,
        int inputSize,
        boolean crop,
        List<String> labels,
        String plainModel,
        String images,
        String artifactStore,
        String workDirectory,
        int commitMillis,
        boolean latency,
        Map<String, String> settings) {}
