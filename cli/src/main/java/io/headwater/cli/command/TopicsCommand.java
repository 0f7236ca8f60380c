package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.topics.TopicOutcome;
import io.headwater.cli.topics.TopicSetup;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.errors.SerializationException;
import picocli.CommandLine.Command;

/** Topics and schemas of a cluster. */
@Command(
        name = "topics",
        description = "Topics and schemas of a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TopicsCommand.Apply.class)
public final class TopicsCommand extends CommandGroup {

    /** Creates what is missing. */
    @Command(
            name = "apply",
            description = {
                "Creates the topics, registers the schemas and sets their compatibility.",
                "",
                "Run it once before the services are deployed on a cluster, and again after an upgrade. It can be"
                        + " repeated: what is there already is compared with the catalogue and never altered; a topic"
                        + " that differs is reported with its differences.",
                "",
                "Example: headwater topics apply --config production.properties",
                ""
            })
    static final class Apply extends ClientCommand {

        @Override
        void execute(Output output) {
            try (Cluster cluster = Cluster.connect(config())) {
                List<TopicOutcome> outcomes =
                        new TopicSetup(cluster.config(), cluster.admin(), cluster.registry()).apply();
                outcomes.forEach(outcome -> output.text(line(outcome)));
                output.json(outcomes);
            } catch (SerializationException e) {
                throw new CliException(e.getMessage(), e);
            }
        }

        private static String line(TopicOutcome outcome) {
            String schema = outcome.schemaId() == null
                    ? "raw bytes"
                    : "schema " + outcome.schemaId() + (outcome.schemaNew() ? " registered" : " unchanged");
            String differences = outcome.differences().isEmpty() ? "" : ": " + String.join("; ", outcome.differences());
            return String.format(
                    Locale.ROOT,
                    "%-26s %-9s %s%s",
                    outcome.topic(),
                    outcome.state().name().toLowerCase(Locale.ROOT),
                    schema,
                    differences);
        }
    }
}
