package io.headwater.cli.deployment;

import static io.headwater.cli.deployment.DeploymentFiles.ROOT;
import static io.headwater.cli.deployment.DeploymentFiles.cast;
import static io.headwater.cli.deployment.DeploymentFiles.environment;
import static io.headwater.cli.deployment.DeploymentFiles.services;
import static io.headwater.cli.deployment.DeploymentFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.cli.Headwater;
import io.headwater.service.ConfigSources;
import io.headwater.service.Health;
import io.headwater.service.HealthServer;
import io.headwater.service.ServiceConfig;
import io.headwater.streams.ClassifierConfig;
import io.headwater.trainer.TrainerConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the deployment files name exists in the code and in the tree. No container is started. */
class DeploymentTest {

    private static final String COMPOSE = "docker-compose.yml";
    private static final String GPU = "docker-compose.gpu.yml";
    private static final Map<String, ConfigDef> SETTINGS = Map.of(
            "classifier", ClassifierConfig.definition(),
            "trainer", TrainerConfig.definition(),
            "topics", ServiceConfig.definition(),
            "cli", ServiceConfig.definition());
    private static final Map<String, Function<Map<String, String>, ServiceConfig>> CONFIGS =
            Map.of("classifier", ClassifierConfig::new, "trainer", TrainerConfig::new);

    @ParameterizedTest
    @ValueSource(strings = {COMPOSE, GPU})
    void everyHeadwaterVariableIsASettingOfItsService(String file) {
        services(file).forEach((name, service) -> {
            Set<String> known = SETTINGS.getOrDefault(name, new ConfigDef()).names().stream()
                    .map(setting ->
                            "HEADWATER_" + setting.toUpperCase(Locale.ROOT).replace('.', '_'))
                    .collect(Collectors.toSet());
            assertThat(environment(service).keySet())
                    .filteredOn(variable -> variable.startsWith("HEADWATER_"))
                    .as("variables of %s in %s", name, file)
                    .isSubsetOf(known);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"classifier", "trainer"})
    void everyValueIsValidAndTheHealthCheckAsksThePortThatIsServed(String name) throws Exception {
        Map<String, Object> service = services(COMPOSE).get(name);
        ServiceConfig config = CONFIGS.get(name).apply(ConfigSources.load(null, environment(service), Map.of()));
        int port = config.getInt(ServiceConfig.HTTP_PORT);

        assertThat(config.getString(ServiceConfig.HTTP_HOST)).isEqualTo("0.0.0.0");
        List<String> ports = cast(service.get("ports"));
        assertThat(ports).containsExactly("127.0.0.1:" + port + ":" + port);
        Map<String, List<String>> check = cast(service.get("healthcheck"));
        URI address = URI.create(check.get("test").get(check.get("test").size() - 1));
        assertThat(address.getPort()).isEqualTo(port);
        assertThat(answers(address.getPath())).isEqualTo(200);
        assertThat(environment(service)).containsEntry("OMP_WAIT_POLICY", "passive");
    }

    @Test
    void prometheusScrapesTheAppsWhereTheyServeMetrics() throws Exception {
        List<Map<String, Object>> jobs = cast(yaml("docker/prometheus.yml").get("scrape_configs"));
        for (Map<String, Object> job : jobs) {
            assertThat(answers((String) job.get("metrics_path"))).isEqualTo(200);
            List<Map<String, List<String>>> targets = cast(job.get("static_configs"));
            for (String target : targets.get(0).get("targets")) {
                String service = target.substring(0, target.indexOf(':'));
                assertThat(environment(services(COMPOSE).get(service)))
                        .containsEntry("HEADWATER_HTTP_PORT", target.substring(target.indexOf(':') + 1));
            }
        }
        assertThat(jobs).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {COMPOSE, GPU})
    void everyImageIsPinnedOrBuiltFromAStageThatExists(String file) {
        services(file).forEach((name, service) -> {
            Map<String, Object> build = cast(service.get("build"));
            if (build == null) {
                assertThat((String) service.get("image"))
                        .as("image of %s", name)
                        .matches("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+");
                return;
            }
            Map<String, Object> base = cast(services(COMPOSE).get(name).get("build"));
            assertThat(DeploymentFiles.stages()).as("target of %s", name).contains((String) base.get("target"));
            Map<String, String> arguments = cast(build.getOrDefault("args", Map.of()));
            assertThat(DeploymentFiles.buildArguments()).containsAll(arguments.keySet());
        });
    }

    @Test
    void theBrokerIsTheVersionThatTheTestsRunAgainst() {
        assertThat(services(COMPOSE).get("kafka")).containsEntry("image", "apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void everyMainClassOfTheDockerfileExists() throws Exception {
        assertThat(DeploymentFiles.mainClasses()).hasSize(3).contains(Headwater.class.getName());
        for (String main : DeploymentFiles.mainClasses()) {
            assertThat(Class.forName(main).getMethod("main", String[].class)).isNotNull();
        }
    }

    @Test
    void fileNamesAreUtf8InTheImages() {
        assertThat(DeploymentFiles.imageVariables()).contains("LANG=C.UTF-8", "OMP_WAIT_POLICY=passive");
    }

    @Test
    void everyVolumeAndDependencyIsDeclared() {
        Map<String, Map<String, Object>> services = services(COMPOSE);
        Map<String, Object> volumes = cast(yaml(COMPOSE).get("volumes"));
        services.forEach((name, service) -> {
            for (String mount : DeploymentFiles.<List<String>>cast(service.getOrDefault("volumes", List.of()))) {
                String source = mount.substring(0, mount.indexOf(':'));
                assertThat(source.startsWith(".") ? Files.exists(ROOT.resolve(source)) : volumes.containsKey(source))
                        .as("%s of %s", source, name)
                        .isTrue();
            }
            if (service.get("depends_on") instanceof Map<?, ?> dependencies) {
                dependencies.forEach((dependency, condition) -> {
                    assertThat(services).containsKey((String) dependency);
                    if (condition.equals(Map.of("condition", "service_healthy"))) {
                        assertThat(services.get(dependency)).containsKey("healthcheck");
                    }
                });
            }
        });
    }

    @Test
    void theGpuFileChangesOnlyServicesThatExist() throws Exception {
        assertThat(services(COMPOSE).keySet()).containsAll(services(GPU).keySet());
        assertThat(Files.readString(ROOT.resolve("pom.xml"))).contains("<id>gpu</id>");
    }

    /** Status that the apps' HTTP server answers the path with. */
    private static int answers(String path) throws Exception {
        try (HealthServer server = HealthServer.start(
                "127.0.0.1",
                0,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> Health.up("up"),
                () -> Health.up("up"))) {
            URI address = URI.create("http://127.0.0.1:" + server.port() + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
