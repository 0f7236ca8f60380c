package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedPlatform.class)
class TopicsApplyTest {

    @TempDir
    private Path directory;

    @Test
    void createsTheCatalogueOnceAndReportsWhatDiffers(LocalPlatform platform) throws Exception {
        Path config = directory.resolve("own.properties");
        Files.writeString(
                config,
                "bootstrap.servers=" + platform.bootstrapServers() + "\nschema.registry.url=" + platform.registryUrl()
                        + "\ntopic.prefix=applied.\ntopic.partitions=2\n");

        JsonNode first = json(CommandRun.of("topics", "apply", "--json", "--config", config.toString()));
        assertThat(first)
                .hasSize(12)
                .allMatch(topic -> topic.get("state").asText().equals("CREATED"));

        CommandRun second = CommandRun.of("topics", "apply", "--config", config.toString());
        assertThat(second.code()).isZero();
        assertThat(second.outLines()).hasSize(12).allMatch(line -> line.contains("unchanged"));

        Topics topics = new Topics("applied.", 2);
        try (Cluster cluster = Cluster.connect(platform.config())) {
            for (Topic<?> topic : topics.all()) {
                if (topic.valueType() != null) {
                    assertThat(cluster.registry().compatibility(topic.subject()))
                            .contains(topic.compatibility().name());
                }
            }
            ConfigResource images = new ConfigResource(
                    ConfigResource.Type.TOPIC, topics.images().name());
            AlterConfigOp shorter = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "1000"), AlterConfigOp.OpType.SET);
            cluster.admin()
                    .incrementalAlterConfigs(Map.of(images, List.of(shorter)))
                    .all()
                    .get();
        }

        JsonNode third = json(CommandRun.of("topics", "apply", "--json", "--config", config.toString()));
        assertThat(third.get(0).get("state").asText()).isEqualTo("DIFFERS");
        assertThat(third.get(0).get("differences").get(0).asText()).isEqualTo("retention.ms is 1000, not 604800000");
    }

    @Test
    void namesTheTopicThatTheBrokerRefuses(LocalPlatform platform) throws Exception {
        Path config = Files.writeString(
                directory.resolve("three.properties"),
                "bootstrap.servers=" + platform.bootstrapServers() + "\nschema.registry.url=" + platform.registryUrl()
                        + "\ntopic.prefix=refused.\ntopic.replication.factor=3\n");
        CommandRun run = CommandRun.of("topics", "apply", "--config", config.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errorLine()).contains("Cannot create topic refused.", "check topic.replication.factor");
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
