package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.trainer.internal.publication.QualityLog;
import io.headwater.trainer.internal.trigger.AccuracyDropTrigger;
import io.headwater.trainer.internal.trigger.CronTrigger;
import io.headwater.trainer.internal.trigger.DriftTrigger;
import io.headwater.trainer.internal.trigger.QualityTrigger;
import io.headwater.trainer.internal.trigger.RequestSender;
import io.headwater.trainer.internal.trigger.SampleCountTrigger;
import io.headwater.trainer.internal.trigger.Trigger;
import io.headwater.vision.QualityWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the triggers that the configuration asks for, and sends the requests that are due. */
final class TriggerWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TriggerWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final List<Trigger> triggers;
    private final RequestSender sender;
    private final QualityLog quality;
    private final Set<String> triggered = new HashSet<>();
    private long checked = System.nanoTime();

    /** @param quality null where no trigger looks at it */
    private TriggerWatch(List<Trigger> triggers, RequestSender sender, QualityLog quality) {
        this.triggers = triggers;
        this.sender = sender;
        this.quality = quality;
    }

    static TriggerWatch open(Tools tools) {
        List<Trigger> triggers = triggers(tools.config());
        RequestSender sender = new RequestSender(
                tools.triggers(),
                tools.topics().retrainRequests(),
                tools.serdes().serializer(),
                tools.config().modelName());
        try {
            return new TriggerWatch(triggers, sender, quality(tools, triggers));
        } catch (RuntimeException | Error e) {
            sender.close();
            throw e;
        }
    }

    private static List<Trigger> triggers(TrainerConfig config) {
        List<Trigger> triggers = new ArrayList<>();
        config.schedule()
                .ifPresent(schedule -> triggers.add(new CronTrigger(config.modelName(), schedule, Instant.now())));
        int minNewSamples = config.getInt(TrainerConfig.RETRAIN_MIN_NEW_SAMPLES);
        if (minNewSamples > 0) {
            triggers.add(new SampleCountTrigger(config.modelName(), minNewSamples));
        }
        Duration coolDown = config.duration(TrainerConfig.RETRAIN_COOL_DOWN);
        if (config.getBoolean(TrainerConfig.RETRAIN_ON_ACCURACY_DROP)) {
            triggers.add(new AccuracyDropTrigger(
                    config.modelName(), config.getInt(TrainerConfig.RETRAIN_ACCURACY_MIN_LABELLED), coolDown));
        }
        if (config.getBoolean(TrainerConfig.RETRAIN_ON_DRIFT)) {
            triggers.add(new DriftTrigger(
                    config.modelName(),
                    config.getDouble(TrainerConfig.RETRAIN_DRIFT_THRESHOLD),
                    config.getInt(TrainerConfig.RETRAIN_DRIFT_MIN_PREDICTIONS),
                    coolDown));
        }
        return triggers;
    }

    private static QualityLog quality(Tools tools, List<Trigger> triggers) {
        boolean wanted = triggers.stream().anyMatch(QualityTrigger.class::isInstance);
        return wanted
                ? new QualityLog(tools.config().modelName(), tools.topics(), tools.serdes(), tools::reader)
                : null;
    }

    /** Sends what is due; it looks twice a second, however often it is called. */
    void check(Dataset dataset, ModelLog published) throws InterruptedException {
        if (System.nanoTime() - checked < INTERVAL.toNanos()) {
            return;
        }
        checked = System.nanoTime();
        if (quality != null) {
            quality.readNew(this::show);
        }
        Instant now = Instant.now();
        for (Trigger trigger : triggers) {
            Trigger.Due due = trigger.due(now, dataset, published).orElse(null);
            if (due != null && !published.isAnswered(due.requestId()) && triggered.add(due.requestId())) {
                log.info("Asking for a retraining: {}", due);
                sender.send(due, now);
            }
        }
    }

    private void show(QualityWindow window) {
        for (Trigger trigger : triggers) {
            if (trigger instanceof QualityTrigger watching) {
                watching.see(window);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (quality != null) {
                quality.close();
            }
        } finally {
            sender.close();
        }
    }
}
