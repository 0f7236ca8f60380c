package io.headwater.cli.command;

import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import io.headwater.service.ConfigSources;
import io.headwater.service.ServiceConfig;
import io.headwater.streams.ClassifierConfig;
import io.headwater.trainer.TrainerConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs the local platform until it is interrupted. */
@Command(
        name = "up",
        description = {
            "Starts the whole platform on this machine and keeps it running until Ctrl-C: a Kafka broker, a schema"
                    + " registry, the classifier and the trainer, for the other commands and for any Kafka client of"
                    + " yours.",
            "",
            "All of it listens on 127.0.0.1 and keeps its data in one directory; start it again and it goes on where"
                    + " it was. Settings of classifier and trainer come from --config, the environment and --set.",
            "",
            "Example: headwater up --kafka-port 19092 --set image.max.bytes=16777216",
            ""
        })
public final class UpCommand extends ClientCommand {

    /** What the platform decides itself, and what to do instead of setting it. */
    private static final Map<String, String> DECIDED = Map.of(
            ServiceConfig.BOOTSTRAP_SERVERS, "use --kafka-port",
            ServiceConfig.SCHEMA_REGISTRY_URL, "use --registry-port",
            ServiceConfig.HTTP_PORT, "use --classifier-port and --trainer-port",
            ServiceConfig.HTTP_HOST, "all of the platform listens on 127.0.0.1");

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.KAFKA_PORT,
            converter = PortConverter.class,
            description = "Port of the broker; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.REGISTRY_PORT,
            converter = PortConverter.class,
            description = "Port of the schema registry; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int registryPort;

    @Option(
            names = "--classifier-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.CLASSIFIER_PORT,
            converter = PortConverter.class,
            description =
                    "Port of the classifier's health and metrics; 0 takes a free one" + " (default: ${DEFAULT-VALUE}).")
    private int classifierPort;

    @Option(
            names = "--trainer-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.TRAINER_PORT,
            converter = PortConverter.class,
            description =
                    "Port of the trainer's health and metrics; 0 takes a free one" + " (default: ${DEFAULT-VALUE}).")
    private int trainerPort;

    @Option(
            names = "--services-only",
            description = "Only broker, registry and topics: run classifier and trainer yourself.")
    private boolean servicesOnly;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of classifier or trainer, by its name in the reference. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    void execute(Output output) {
        requireNoPlatform();
        requireKnown(settings.keySet());
        Interruption interruption = Interruption.ofCurrentThread();
        Map<String, String> effective = ConfigSources.load(client.config, System.getenv(), settings);
        PlatformOptions options = new PlatformOptions(
                client.dataDirectory(), kafkaPort, registryPort, classifierPort, trainerPort, !servicesOnly, effective);
        output.text("Starting Headwater in "
                + options.dataDirectory().toAbsolutePath().normalize());
        try (LocalPlatform platform = LocalPlatform.start(options, line -> output.text("  " + line))) {
            explainHalt(platform);
            announce(output, platform);
            interruption.await();
            output.text("Stopping.");
        }
        output.text("Stopped. The data stays in "
                + options.dataDirectory().toAbsolutePath().normalize());
    }

    private void requireNoPlatform() {
        if (client.bootstrapServers != null || client.schemaRegistry != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "starts a broker and a registry of its own; --bootstrap-servers and --schema-registry, or"
                            + " HEADWATER_BOOTSTRAP_SERVERS and HEADWATER_SCHEMA_REGISTRY, are for commands that use"
                            + " one that runs");
        }
    }

    /** A misspelt setting would otherwise do nothing, and say nothing. */
    private void requireKnown(Set<String> names) {
        Set<String> known = new HashSet<>(ClassifierConfig.definition().names());
        known.addAll(TrainerConfig.definition().names());
        for (String name : names) {
            if (DECIDED.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--set " + name + " has no effect here; " + DECIDED.get(name));
            }
            boolean passedOn =
                    name.startsWith(ServiceConfig.KAFKA_PREFIX) || name.startsWith(ServiceConfig.REGISTRY_PREFIX);
            if (!passedOn && !known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "There is no setting '" + name + "'; docs/configuration.md lists them all");
            }
        }
    }

    /** The broker halts the process when it can no longer keep its promises, as on a full disk. */
    private static void explainHalt(LocalPlatform platform) {
        Exit.setHaltProcedure((code, message) -> {
            System.err.println("headwater up: the broker had to stop; see " + platform.logFile());
            Runtime.getRuntime().halt(code);
        });
    }

    private void announce(Output output, LocalPlatform platform) {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("ready", true);
        ready.put("bootstrapServers", platform.bootstrapServers());
        ready.put("schemaRegistry", platform.registryUrl());
        ready.put("dataDirectory", platform.dataDirectory().toString());
        ready.put("log", platform.logFile().toString());
        output.json(ready);
        output.text("  log         " + platform.logFile());
        output.text(
                servicesOnly
                        ? "Ready for classifier and trainer, which you start yourself. Ctrl-C stops it."
                        : "Ready. In another terminal: headwater import DIR (sub-directories are labels), then"
                                + " headwater retrain --wait. Ctrl-C stops it.");
    }
}
