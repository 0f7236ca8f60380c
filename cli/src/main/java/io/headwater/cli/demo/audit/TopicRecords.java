package io.headwater.cli.demo.audit;

import io.headwater.vision.Classification;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What was found in the topics, without the images. */
final class TopicRecords {

    /**
     * Where a record is.
     *
     * @param partition topic and number of the partition
     */
    record Place(TopicPartition partition, long offset) {}

    /** Event ids in the images topic by place: an id sent twice is two events. */
    final Map<Place, String> images = new HashMap<>();

    final List<Classification> classifications = new ArrayList<>();

    /** The records that the dead letters stand for, where their headers say it. */
    final List<Place> deadLetterOrigins = new ArrayList<>();

    long deadLetters;
    long feedback;

    /** Event ids that have a sample. */
    final Set<String> samples = new HashSet<>();

    final List<ModelVersion> versions = new ArrayList<>();
    final List<RetrainResult> results = new ArrayList<>();
}
