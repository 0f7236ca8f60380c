package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.schemas.ModelKeys;
import io.headwater.vision.Decision;
import io.headwater.vision.Lineage;
import io.headwater.vision.Metrics;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
@TestMethodOrder(OrderAnnotation.class)
class ModelsTest {

    @Test
    @Order(1)
    void withoutVersionsItSaysWhatToDo(LocalPlatform platform) {
        assertThat(CommandRun.on(platform, "models", "list").out()).contains("no version yet");
        assertThat(CommandRun.on(platform, "models", "promote", "1").errorLine())
                .contains("has no version 1: there is none yet");
        assertThat(CommandRun.on(platform, "models", "rollback").errorLine()).contains("no champion yet");
    }

    @Test
    @Order(2)
    void listsShowsPromotesAndRollsBack(LocalPlatform platform) throws Exception {
        publish(platform);
        CommandRun list = CommandRun.on(platform, "models", "list");
        assertThat(list.outLines()).hasSize(5);
        assertThat(list.outLines().get(4)).startsWith("*       4  PROMOTED     0.900");
        assertThat(CommandRun.on(platform, "models", "show", "4").out())
                .contains("Version 4 of model default, the champion")
                .contains("{rose=5, tulip=6}");
        assertThat(CommandRun.on(platform, "models", "show", "9").errorLine())
                .contains("has no version 9: there are [1, 2, 3, 4]");

        JsonNode back = json(CommandRun.on(platform, "models", "rollback", "--json"));
        // Version 3 was rejected.
        assertThat(back.get("version").asInt()).isEqualTo(2);
        assertThat(back.get("epoch").asLong()).isEqualTo(12);
        JsonNode promoted = json(CommandRun.on(platform, "models", "promote", "3", "--json"));
        assertThat(promoted.get("version").asInt()).isEqualTo(3);
        assertThat(promoted.get("epoch").asLong()).isEqualTo(13);
        CommandRun again = CommandRun.on(platform, "models", "promote", "3");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("is the champion already");
        JsonNode versions = json(CommandRun.on(platform, "models", "list", "--json"));
        assertThat(versions.get(2).get("champion").asBoolean()).isTrue();
        assertThat(versions.get(3).get("champion").asBoolean()).isFalse();
    }

    private static void publish(LocalPlatform platform) {
        try (Cluster cluster = Cluster.connect(platform.config());
                RecordSender<ModelVersion> versions =
                        RecordSender.open(cluster, cluster.topics().models());
                RecordSender<ModelAlias> aliases =
                        RecordSender.open(cluster, cluster.topics().modelAliases())) {
            for (int number = 1; number <= 4; number++) {
                versions.sendNow(ModelKeys.version("default", number), version(number));
            }
            aliases.sendNow(
                    ModelKeys.alias("default", ModelKeys.CHAMPION),
                    ModelAlias.newBuilder()
                            .setModel("default")
                            .setAlias(ModelKeys.CHAMPION)
                            .setVersion(4)
                            .setEpoch(11)
                            .setChangedAt(Instant.EPOCH)
                            .build());
        }
    }

    private static ModelVersion version(int number) {
        return ModelVersion.newBuilder()
                .setModel("default")
                .setVersion(number)
                .setCreatedAt(Instant.EPOCH)
                .setArtifacts(List.of())
                .setLabels(List.of("rose", "tulip"))
                .setInputSize(96)
                .setEmbeddingSize(384)
                .setBackboneId("headwater-tiny@0123456789ab")
                .setLineage(Lineage.newBuilder()
                        .setSamplesPerLabel(Map.of("rose", 5, "tulip", 6))
                        .build())
                .setMetrics(Metrics.newBuilder().setSamples(20).setAccuracy(0.9).build())
                .setDecision(number == 3 ? Decision.REJECTED : Decision.PROMOTED)
                .setReason("for a test")
                .build();
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
