package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.client.TopicReader;
import io.headwater.trainer.TrainerConfig;
import io.headwater.vision.Decision;
import io.headwater.vision.RetrainProgress;
import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Asks the trainer for a new version. */
@Command(
        name = "retrain",
        description = {
            "Asks the trainer for a new version of the model from the labels that have arrived.",
            "",
            "The trainer answers every request once: PROMOTED (the new version serves), REJECTED (it was not better),"
                    + " SKIPPED (there is nothing to train on) or FAILED. With --wait the command shows how far"
                    + " it has come, and the answer; FAILED then is exit code 1. --set changes a setting of the trainer for this run only.",
            "",
            "--reproduce makes nothing new: it trains a version again and compares the weights."
                    + " A difference is exit code 1.",
            "",
            "Example: headwater retrain --wait --set head.hidden=64",
            ""
        })
public final class RetrainCommand extends ClientCommand {

    private static final Duration POLL = Duration.ofMillis(200);

    @Option(names = "--wait", description = "Wait for the answer and show it.")
    private boolean await;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "With --wait: give up after this long (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A trainer setting for this run. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Mixin
    private ReproduceOption reproduction = new ReproduceOption();

    @Override
    void execute(Output output) {
        if (reproduction.isGiven()) {
            reproduce(output);
            return;
        }
        try (Cluster cluster = Cluster.connect(config());
                TopicReader<RetrainResult> results =
                        TopicReader.fromNow(cluster, cluster.topics().retrainResults());
                TopicReader<RetrainProgress> progress =
                        await ? TopicReader.fromNow(cluster, cluster.topics().retrainProgress()) : null) {
            RetrainRequest request = request(cluster.config().modelName());
            try (RecordSender<RetrainRequest> sender =
                    RecordSender.open(cluster, cluster.topics().retrainRequests())) {
                sender.sendNow(request.getModel(), request);
            }
            if (!await) {
                output.text("Asked for a retraining of model " + request.getModel() + ": request "
                        + request.getRequestId() + ".");
                output.json(AvroJson.of(request));
                return;
            }
            show(answer(results, progress, request.getRequestId(), output), output);
        }
    }

    private void reproduce(Output output) {
        if (!overrides.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reproduce takes the version's own settings, so --set makes no sense with it");
        }
        try (Cluster cluster = Cluster.connect(config())) {
            reproduction.run(cluster, new TrainerConfig(client.settings(System.getenv())), output);
        }
    }

    private RetrainRequest request(String model) {
        return RetrainRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setModel(model)
                .setReason(RetrainReason.MANUAL)
                .setOverrides(overrides)
                .setRequestedBy(System.getProperty("user.name"))
                .setRequestedAt(Instant.now())
                .build();
    }

    private RetrainResult answer(
            TopicReader<RetrainResult> results,
            TopicReader<RetrainProgress> progress,
            String requestId,
            Output output) {
        long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        try (RetrainingBar bar = new RetrainingBar(output)) {
            while (System.nanoTime() < deadline) {
                Optional<RetrainResult> answer = results.poll(POLL).stream()
                        .map(TopicReader.Entry::value)
                        .filter(result ->
                                result != null && result.getRequestId().equals(requestId))
                        .findFirst();
                if (answer.isPresent()) {
                    return answer.get();
                }
                progress.poll(Duration.ZERO).stream()
                        .map(TopicReader.Entry::value)
                        .filter(each -> each != null && each.getRequestId().equals(requestId))
                        .forEach(bar::show);
            }
        }
        throw new CliException("No answer to request " + requestId + " within " + timeoutSeconds
                + " s; is the trainer running? The answer will be in 'headwater models list' when it comes");
    }

    private static void show(RetrainResult result, Output output) {
        output.json(AvroJson.of(result));
        String version = result.getVersion() == null ? "" : " version " + result.getVersion();
        output.text(result.getDecision() + version + ": " + result.getReason());
        if (result.getDecision() == Decision.FAILED) {
            throw new CliException("The retraining failed: " + result.getReason());
        }
    }
}
