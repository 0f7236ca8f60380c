package io.headwater.trainer.internal.publication;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.ModelKeys;
import io.headwater.schemas.Topics;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been published of a model: its versions, its champion, and the requests that have their answer. */
public final class ModelLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModelLog.class);

    private final String model;
    private final TopicReader models;
    private final TopicReader aliases;
    private final TopicReader results;
    private final Deserializer<ModelVersion> versionDeserializer;
    private final Deserializer<ModelAlias> aliasDeserializer;
    private final Deserializer<RetrainResult> resultDeserializer;

    private final TreeMap<Integer, ModelVersion> versions = new TreeMap<>();
    private final Set<String> answered = new HashSet<>();
    private ModelAlias champion;

    /** @param consumers makes consumers of committed records */
    public ModelLog(
            String model,
            Topics topics,
            AvroSerdes serdes,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers) {
        this.model = model;
        this.models = new TopicReader(consumers.get(), topics.models().name());
        this.aliases = new TopicReader(consumers.get(), topics.modelAliases().name());
        this.results = new TopicReader(consumers.get(), topics.retrainResults().name());
        this.versionDeserializer = serdes.deserializer(ModelVersion.class);
        this.aliasDeserializer = serdes.deserializer(ModelAlias.class);
        this.resultDeserializer = serdes.deserializer(RetrainResult.class);
    }

    /** Reads what has been published since the last call. */
    public void refresh() {
        models.readToEnd(record -> decode(versionDeserializer, record, this::add));
        aliases.readToEnd(record -> decode(aliasDeserializer, record, this::add));
        results.readToEnd(record -> decode(resultDeserializer, record, this::add));
    }

    /**
     * Takes in what this trainer has published itself: a committed transaction can be read only a little later, and the
     * next version's number must not wait for it.
     */
    public void add(Answer answer) {
        answer.results().forEach(this::add);
        if (answer.version() != null) {
            add(answer.version());
        }
        if (answer.alias() != null) {
            add(answer.alias());
        }
    }

    private void add(ModelVersion version) {
        if (version.getModel().equals(model)) {
            versions.put(version.getVersion(), version);
        }
    }

    private void add(ModelAlias alias) {
        boolean ours = alias.getModel().equals(model) && alias.getAlias().equals(ModelKeys.CHAMPION);
        // Of two of the same epoch the later one counts, as it does for classifiers.
        if (ours && (champion == null || alias.getEpoch() >= champion.getEpoch())) {
            champion = alias;
        }
    }

    private void add(RetrainResult result) {
        answered.add(result.getRequestId());
    }

    /** The number for the next version: one more than the highest, from 1. */
    public int nextVersion() {
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    /** The newest version, promoted or not. */
    public Optional<ModelVersion> newest() {
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(versions.lastEntry().getValue());
    }

    /** The version that serves. */
    public Optional<ModelVersion> champion() {
        return champion == null ? Optional.empty() : Optional.ofNullable(versions.get(champion.getVersion()));
    }

    /** The alias that names the version that serves; empty before the first. */
    public Optional<ModelAlias> alias() {
        return Optional.ofNullable(champion);
    }

    public boolean isAnswered(String requestId) {
        return answered.contains(requestId);
    }

    private static <T> void decode(
            Deserializer<T> deserializer, ConsumerRecord<byte[], byte[]> record, Consumer<T> visitor) {
        try {
            T value = deserializer.deserialize(record.topic(), record.value());
            if (value != null) {
                visitor.accept(value);
            }
        } catch (UndecodableRecordException e) {
            log.warn("Skipped offset {} of {}: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    @Override
    public void close() {
        models.close();
        aliases.close();
        results.close();
    }
}
