package io.headwater.trainer.internal.trigger;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** Points in time by a cron expression of five fields, in UTC. */
public final class CronSchedule {

    private final ExecutionTime times;

    private CronSchedule(ExecutionTime times) {
        this.times = times;
    }

    /**
     * @param setting name of the setting, for the error
     * @throws ConfigException the expression is not valid
     */
    public static CronSchedule parse(String setting, String expression) {
        try {
            CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
            return new CronSchedule(
                    ExecutionTime.forCron(parser.parse(expression).validate()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(setting, expression, "Not a cron expression of five fields: " + e.getMessage());
        }
    }

    /** The last point in time at or before the given one; empty when there is none. */
    public Optional<Instant> lastAtOrBefore(Instant now) {
        ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
        return times.isMatch(utc.withNano(0)) && utc.getSecond() == 0
                ? Optional.of(utc.withNano(0).toInstant())
                : times.lastExecution(utc).map(ZonedDateTime::toInstant);
    }
}
