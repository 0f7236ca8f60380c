package io.headwater.trainer.internal.trigger;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.RetrainReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks at the times of a schedule. */
public final class CronTrigger implements Trigger {

    /** A time that passed while no trainer was working is made up for within this time. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final String model;
    private final CronSchedule schedule;
    private final Instant earliest;

    /** @param start when this trainer began to work */
    public CronTrigger(String model, CronSchedule schedule, Instant start) {
        this.model = model;
        this.schedule = schedule;
        this.earliest = start.minus(GRACE);
    }

    @Override
    public Optional<Due> due(Instant now, Dataset dataset, ModelLog published) {
        return schedule.lastAtOrBefore(now)
                .filter(time -> !time.isBefore(earliest))
                .map(time -> new Due("cron-" + model + "-" + time, RetrainReason.SCHEDULE));
    }
}
