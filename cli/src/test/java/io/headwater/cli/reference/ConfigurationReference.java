package io.headwater.cli.reference;

import io.headwater.service.ServiceConfig;
import io.headwater.streams.ClassifierConfig;
import io.headwater.trainer.TrainerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the page of all settings from their definitions. */
final class ConfigurationReference {

    /** How {@link ConfigDef.Range} describes itself. */
    private static final Pattern RANGE = Pattern.compile("\\[([^,]+),\\.\\.\\.(?:,([^,]+))?]");

    private static final String INTRODUCTION =
            """
            # Settings

            Written from the code by `ConfigurationReferenceTest`; do not edit by hand.

            Every setting can be given in a `.properties` file (`--config FILE` or `HEADWATER_CONFIG`), in the environment
            (`HEADWATER_` and the name in capitals with `_` for `.` and `__` for `-`: `HEADWATER_IMAGE_MAX_BYTES` sets
            `image.max.bytes`, `HEADWATER_FINE__TUNE_FROM` sets `fine-tune.from`),
            or on the command line where a command has an option for it. The command line goes over the environment, the
            environment over the file.

            `kafka.*` goes to every Kafka client without the prefix (`kafka.security.protocol=SASL_SSL`), and `registry.*`
            to the schema registry client (`registry.basic.auth.user.info=user:password`).
            """;

    private ConfigurationReference() {}

    static String markdown() {
        ConfigDef shared = ServiceConfig.definition();
        return INTRODUCTION
                + section("Shared by classifier, trainer and commands", shared, Set.of())
                + section("Classifier", ClassifierConfig.definition(), shared.names())
                + section("Trainer", TrainerConfig.definition(), shared.names());
    }

    private static String section(String title, ConfigDef definition, Set<String> without) {
        StringBuilder section = new StringBuilder("\n## " + title + "\n\n");
        section.append("| setting | default | what it is |\n| --- | --- | --- |\n");
        List<ConfigKey> keys = new ArrayList<>(definition.configKeys().values());
        keys.removeIf(key -> without.contains(key.name));
        for (ConfigKey key : keys) {
            section.append("| `%s`<br>%s | %s | %s%s |\n"
                    .formatted(key.name, type(key), defaultOf(key), cell(key.documentation), valid(key)));
        }
        return section.toString();
    }

    private static String type(ConfigKey key) {
        return key.type.name().toLowerCase(Locale.ROOT) + ", "
                + key.importance.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String value = key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return value.isEmpty() ? "none" : "`" + cell(value) + "`";
    }

    /** Ranges only: the other validators are in the documentation of their settings. */
    private static String valid(ConfigKey key) {
        Matcher range = RANGE.matcher(String.valueOf(key.validator));
        if (!range.matches()) {
            return "";
        }
        return range.group(2) == null
                ? " At least %s.".formatted(range.group(1))
                : " From %s to %s.".formatted(range.group(1), range.group(2));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
