package io.headwater.service;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings that say where health and metrics are served. */
final class HttpSettings {

    private static final int MAX_PORT = 65535;

    private HttpSettings() {}

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ServiceConfig.HTTP_HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Address that health and metrics are served on.")
                .define(
                        ServiceConfig.HTTP_PORT,
                        Type.INT,
                        0,
                        between(0, MAX_PORT),
                        Importance.LOW,
                        "Port that health and metrics are served on; 0 takes a free one.");
    }
}
