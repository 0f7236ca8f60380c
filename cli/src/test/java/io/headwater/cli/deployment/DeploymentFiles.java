package io.headwater.cli.deployment;

import io.headwater.cli.ProjectRoot;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose files, the Dockerfile and the Prometheus configuration, as data. */
final class DeploymentFiles {

    static final Path ROOT = ProjectRoot.find();

    private static final Pattern STAGE = Pattern.compile("(?m)^FROM \\S+ AS (\\S+)$");
    private static final Pattern ARGUMENT = Pattern.compile("(?m)^ARG (\\w+)=");
    private static final Pattern MAIN_CLASS = Pattern.compile("(?m)^ENTRYPOINT \\[.*\"([\\w.]+)\"]$");

    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:ENV|   ) (\\w+=\\S+)(?: \\\\)?$");

    private DeploymentFiles() {}

    static Map<String, Map<String, Object>> services(String composeFile) {
        return cast(yaml(composeFile).get("services"));
    }

    static Map<String, Object> yaml(String file) {
        try (Reader reader = Files.newBufferedReader(ROOT.resolve(file))) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> environment(Map<String, Object> service) {
        Map<String, String> environment = new LinkedHashMap<>();
        DeploymentFiles.<Map<String, Object>>cast(service.getOrDefault("environment", Map.of()))
                .forEach((name, value) -> environment.put(name, (String) value));
        return environment;
    }

    static List<String> stages() {
        return dockerfile(STAGE);
    }

    static List<String> buildArguments() {
        return dockerfile(ARGUMENT);
    }

    static List<String> mainClasses() {
        return dockerfile(MAIN_CLASS);
    }

    /** Each as {@code NAME=VALUE}. */
    static List<String> imageVariables() {
        return dockerfile(VARIABLE);
    }

    private static List<String> dockerfile(Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(ROOT.resolve("Dockerfile")));
            return matcher.results().map(result -> result.group(1)).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static <T> T cast(Object value) {
        return (T) value;
    }
}
