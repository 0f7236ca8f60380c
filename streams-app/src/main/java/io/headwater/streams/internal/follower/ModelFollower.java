package io.headwater.streams.internal.follower;

import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactMissingException;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.model.ServedModel;
import io.headwater.model.UnsupportedModelException;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the champion alias on a thread of its own and puts the version it names into the {@link ModelSlot}.
 *
 * <p>A version that cannot be loaded leaves the old one serving and is tried again, with longer and longer pauses; what
 * is damaged or not a model, once a minute. A plain consumer does the reading: a global store would load models on the
 * thread that starts the streams, and not call anybody when it is restored from a checkpoint.
 */
public final class ModelFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ModelCatalogue catalogue;
    private final ModelTopics topics;
    private final ModelLoader loader;
    private final ModelSlot slot;
    private final ClassifierMetrics metrics;
    private final Thread thread = new Thread(this::run, "headwater-model-follower");
    private final CountDownLatch ready = new CountDownLatch(1);
    private final LoadRetries retries = new LoadRetries();

    private volatile boolean closed;
    private volatile String problem = "the model topics have not been read yet";
    private ModelAlias served;

    /** @param consumer read_committed, without a group; closed with this */
    public ModelFollower(
            Consumer<byte[], byte[]> consumer,
            String model,
            Topics topics,
            AvroSerdes serdes,
            ModelLoader loader,
            ModelSlot slot,
            ClassifierMetrics metrics) {
        this.catalogue = new ModelCatalogue(model);
        this.topics = new ModelTopics(consumer, topics, serdes, catalogue);
        this.loader = loader;
        this.slot = slot;
        this.metrics = metrics;
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Waits until the champion of now serves, or it is certain that there is none. While a champion exists that cannot
     * be loaded this goes on waiting: nothing must be classified without a model then.
     *
     * @return false when this was closed meanwhile
     */
    public boolean awaitReady() throws InterruptedException {
        ready.await();
        return !closed;
    }

    public boolean isReady() {
        return ready.getCount() == 0;
    }

    /** Why the champion does not serve; empty when it does, or when there is none. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** What is not as it was asked for, although the champion serves. */
    public Optional<String> notice() {
        return loader.notice();
    }

    private void run() {
        boolean open = false;
        while (!closed) {
            try {
                if (!open) {
                    topics.open();
                    open = true;
                }
                topics.poll(POLL);
                if (topics.isCaughtUp()) {
                    follow();
                }
            } catch (WakeupException | InterruptException e) {
                LOG.debug("Woken up", e);
            } catch (RuntimeException | Error e) {
                // Memory that ran out once must not end following for good.
                problem = "cannot read the model topics: " + e.getMessage();
                LOG.warn("Cannot read the model topics; trying again: {}", e.toString());
                pause();
            }
        }
        topics.close();
    }

    private void follow() {
        Optional<ModelAlias> champion = catalogue.champion();
        if (champion.isEmpty() || champion.get() == served) {
            problem = null;
            ready.countDown();
            return;
        }
        ModelAlias alias = champion.get();
        if (!retries.isDue(alias)) {
            return;
        }
        Optional<ModelVersion> version = catalogue.version(alias.getVersion());
        if (version.isEmpty()) {
            problem = "version " + alias.getVersion() + " is the champion, but its record has not come yet";
            return;
        }
        load(alias, version.get());
    }

    private void load(ModelAlias alias, ModelVersion version) {
        long start = System.nanoTime();
        try {
            InferenceSession session = loader.load(version);
            boolean taken = slot.swap(new ServedModel(alias.getVersion(), alias.getEpoch(), session));
            long nanos = System.nanoTime() - start;
            served = alias;
            if (!taken) {
                LOG.info("Version {} is not needed: a later epoch serves, or this stops", alias.getVersion());
                return;
            }
            problem = null;
            metrics.modelLoaded(nanos);
            metrics.serving(alias.getVersion(), alias.getEpoch());
            LOG.info(
                    "Version {} serves (epoch {}), loaded in {} ms",
                    alias.getVersion(),
                    alias.getEpoch(),
                    nanos / 1_000_000);
            ready.countDown();
        } catch (ArtifactIntegrityException | UnsupportedModelException | ArtifactMissingException | IOException e) {
            failed(alias, e);
        } catch (RuntimeException | Error e) {
            LOG.error("Loading version {} failed", alias.getVersion(), e);
            failed(alias, e);
        }
    }

    private void failed(ModelAlias alias, Throwable cause) {
        metrics.modelLoadFailed();
        long pauseMillis = retries.failed(alias, cause);
        Integer serving = slot.version();
        problem = "version " + alias.getVersion() + " cannot be loaded ("
                + cause.getMessage() + "); "
                + (serving == null ? "no version serves" : "version " + serving + " goes on serving");
        LOG.error("{}; next try in {} ms", problem, pauseMillis);
    }

    private void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            LOG.debug("Interrupted", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        ready.countDown();
        topics.wakeup();
        try {
            // A load under way is let finish: cutting ONNX Runtime short would take the process down.
            thread.join(Duration.ofMinutes(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
