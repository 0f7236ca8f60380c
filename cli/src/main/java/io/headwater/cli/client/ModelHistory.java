package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.schemas.ModelKeys;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The versions of a model and which of them is champion, as the topics say now. */
public final class ModelHistory {

    private static final int ATTEMPTS = 5;
    private static final Duration VISIBLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String model;
    private final SortedMap<Integer, ModelVersion> versions = new TreeMap<>();
    private ModelAlias champion;

    private ModelHistory(Cluster cluster) {
        this.cluster = cluster;
        this.model = cluster.config().modelName();
    }

    /** Reads both topics to their end. */
    public static ModelHistory read(Cluster cluster) {
        ModelHistory history = new ModelHistory(cluster);
        try (TopicReader<ModelVersion> reader =
                TopicReader.fromBeginning(cluster, cluster.topics().models())) {
            reader.readToEnd().stream()
                    .map(TopicReader.Entry::value)
                    .filter(version -> version != null && version.getModel().equals(history.model))
                    .forEach(version -> history.versions.put(version.getVersion(), version));
        }
        history.champion = history.readChampion().orElse(null);
        return history;
    }

    public SortedMap<Integer, ModelVersion> versions() {
        return versions;
    }

    public Optional<ModelAlias> champion() {
        return Optional.ofNullable(champion);
    }

    /** The version of that number; an error that lists what there is where there is none. */
    public ModelVersion version(int number) {
        ModelVersion version = versions.get(number);
        if (version == null) {
            String present = versions.isEmpty()
                    ? "there is none yet; label images and run 'headwater retrain'"
                    : "there are " + versions.keySet();
            throw new CliException("Model " + model + " has no version " + number + ": " + present);
        }
        return version;
    }

    /** The version that a rollback goes to: the latest one before the champion that was promoted by its own merits. */
    public ModelVersion beforeChampion() {
        if (champion == null) {
            throw new CliException("Model " + model + " has no champion yet, so there is nothing to roll back");
        }
        return versions.headMap(champion.getVersion()).values().stream()
                .filter(version -> version.getDecision() == Decision.PROMOTED)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new CliException("Version " + champion.getVersion() + " of model " + model
                        + " is the first that was promoted; there is none to roll back to"));
    }

    /**
     * Makes the version champion, with an epoch above every other.
     *
     * <p>The trainer may promote at the same moment. Its writes are transactions of its own, which a command must not
     * fence; so this writes, then looks whether another alias got in between what was read and what was written, and
     * writes once more with a higher epoch if so. The last one to be written wins everywhere.
     */
    public ModelAlias promote(ModelVersion version, String changedBy) {
        try (RecordSender<ModelAlias> sender =
                RecordSender.open(cluster, cluster.topics().modelAliases())) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                long epoch = readChampion().map(ModelAlias::getEpoch).orElse(0L) + 1;
                ModelAlias alias = ModelAlias.newBuilder()
                        .setModel(model)
                        .setAlias(ModelKeys.CHAMPION)
                        .setVersion(version.getVersion())
                        .setEpoch(epoch)
                        .setChangedAt(Instant.now())
                        .setChangedBy(changedBy)
                        .build();
                RecordMetadata written = sender.sendNow(ModelKeys.alias(model, ModelKeys.CHAMPION), alias);
                if (!overtaken(epoch, written.offset())) {
                    champion = alias;
                    return alias;
                }
            }
        }
        throw new CliException("The champion of model " + model + " is being changed by others; look at"
                + " 'headwater models list' and try again");
    }

    /** Reads up to the record just written, which a transaction under way may hide for a while, and looks around it. */
    private boolean overtaken(long epoch, long offset) {
        long deadline = System.nanoTime() + VISIBLE_TIMEOUT.toNanos();
        boolean overtaken = false;
        boolean visible = false;
        try (TopicReader<ModelAlias> reader =
                TopicReader.fromBeginning(cluster, cluster.topics().modelAliases())) {
            while (!visible && System.nanoTime() < deadline) {
                for (TopicReader.Entry<ModelAlias> entry : reader.poll(POLL)) {
                    boolean own = entry.offset() == offset;
                    visible |= own;
                    overtaken |= !own
                            && entry.value() != null
                            && isChampion(entry.value())
                            && entry.value().getEpoch() >= epoch;
                }
            }
        }
        return overtaken;
    }

    private Optional<ModelAlias> readChampion() {
        try (TopicReader<ModelAlias> reader =
                TopicReader.fromBeginning(cluster, cluster.topics().modelAliases())) {
            ModelAlias highest = null;
            for (TopicReader.Entry<ModelAlias> entry : reader.readToEnd()) {
                ModelAlias alias = entry.value();
                // Of two of the same epoch the later one counts, as it does for classifiers.
                if (alias != null && isChampion(alias) && (highest == null || alias.getEpoch() >= highest.getEpoch())) {
                    highest = alias;
                }
            }
            return Optional.ofNullable(highest);
        }
    }

    private boolean isChampion(ModelAlias alias) {
        return alias.getModel().equals(model) && alias.getAlias().equals(ModelKeys.CHAMPION);
    }
}
