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
import io.headwater.vision.LabelMetrics;
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

    @Test
    @Order(3)
    void showsEverythingThatIsNeededToMakeAVersionAgain(LocalPlatform platform) {
        assertThat(CommandRun.on(platform, "models", "show", "2").out())
                .contains("for request request-2")
                .contains("accuracy 0.900 on 20 samples; the champion of that time: accuracy 0.700 on 20 samples")
                .contains("backbone    headwater-tiny@0123456789ab, input 96×96")
                .contains("3 images that had expired")
                .contains("began with  the head of version 1, seed 17")
                .contains("{head.dropout=0.5, head.hidden=128}")
                .contains("read up to offsets {0=20, 1=7} of the samples topic, in 2 segments")
                .contains("segment   " + "a".repeat(64))
                .contains("segment   " + "b".repeat(64));
    }

    @Test
    @Order(3)
    void diffNamesWhatChanged(LocalPlatform platform) throws Exception {
        CommandRun text = CommandRun.on(platform, "models", "diff", "1", "2");
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.outLines())
                .contains("Model default, version 1 → 2")
                .anyMatch(line -> line.matches(" *accuracy +0\\.900"))
                .anyMatch(line -> line.matches(" *expired images +0 → 3"))
                .contains("  data: 1 segments added, 0 replaced; 7 offsets of the samples topic further")
                .anyMatch(line -> line.matches(" *head.hidden +64 → 128"))
                .anyMatch(line -> line.matches(" *parent +- → 1"))
                .noneMatch(line -> line.contains("head.dropout"))
                .noneMatch(line -> line.contains("backbone "))
                .anyMatch(line -> line.matches(" *rose +0\\.500 → 0\\.750 +0\\.600 +4 +5 → 9"))
                .anyMatch(line -> line.matches(" *tulip +- → 1\\.000 +- → 1\\.000 +- → 2 +- → 6"));

        JsonNode json = json(CommandRun.on(platform, "models", "diff", "1", "2", "--json"));
        assertThat(json.get("recall").get("rose").get("after").asDouble()).isEqualTo(0.75);
        assertThat(json.get("recall").get("tulip").get("before").isNull()).isTrue();
        assertThat(json.get("settings").get("head.hidden").get("before").asText())
                .isEqualTo("64");
        assertThat(json.get("newOffsets").asLong()).isEqualTo(7);
        assertThat(CommandRun.on(platform, "models", "diff", "1", "9").errorLine())
                .contains("has no version 9");
    }

    private static ModelVersion withLineage(ModelVersion version) {
        boolean second = version.getVersion() == 2;
        return ModelVersion.newBuilder(version)
                .setLabels(second ? List.of("rose", "tulip") : List.of("rose"))
                .setRequestId("request-" + version.getVersion())
                .setChampionMetrics(
                        Metrics.newBuilder().setSamples(20).setAccuracy(0.7).build())
                .setMetrics(Metrics.newBuilder(version.getMetrics())
                        .setLabels(
                                second
                                        ? List.of(
                                                new LabelMetrics("rose", 4, 0.75, 0.6),
                                                new LabelMetrics("tulip", 2, 1.0, 1.0))
                                        : List.of(new LabelMetrics("rose", 4, 0.5, 0.6)))
                        .build())
                .setLineage(Lineage.newBuilder()
                        .setParent(second ? 1 : null)
                        .setSeed(17)
                        .setExpiredImages(second ? 3 : 0)
                        .setSegments(second ? List.of("a".repeat(64), "b".repeat(64)) : List.of("a".repeat(64)))
                        .setSampleOffsets(second ? Map.of("0", 20L, "1", 7L) : Map.of("0", 20L))
                        .setSamplesPerLabel(second ? Map.of("rose", 9, "tulip", 6) : Map.of("rose", 5))
                        .setHyperParameters(Map.of("head.hidden", second ? "128" : "64", "head.dropout", "0.5"))
                        .build())
                .build();
    }

    private static void publish(LocalPlatform platform) {
        try (Cluster cluster = Cluster.connect(platform.config());
                RecordSender<ModelVersion> versions =
                        RecordSender.open(cluster, cluster.topics().models());
                RecordSender<ModelAlias> aliases =
                        RecordSender.open(cluster, cluster.topics().modelAliases())) {
            for (int number = 1; number <= 4; number++) {
                ModelVersion version = number <= 2 ? withLineage(version(number)) : version(number);
                versions.sendNow(ModelKeys.version("default", number), version);
            }
            // Of the same epoch, as a trainer and a person may write them at the same moment: the later one counts.
            for (int number : new int[] {1, 4}) {
                aliases.sendNow(ModelKeys.alias("default", ModelKeys.CHAMPION), champion(number, 11));
            }
        }
    }

    private static ModelAlias champion(int version, long epoch) {
        return ModelAlias.newBuilder()
                .setModel("default")
                .setAlias(ModelKeys.CHAMPION)
                .setVersion(version)
                .setEpoch(epoch)
                .setChangedAt(Instant.EPOCH)
                .build();
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
