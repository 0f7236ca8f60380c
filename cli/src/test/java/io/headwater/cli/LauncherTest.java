package io.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in a project of its own where nothing is built. */
class LauncherTest {

    @TempDir
    private Path directory;

    private Path script;

    private record Run(int code, String output) {}

    @BeforeEach
    void copyScript() throws IOException {
        script = directory.resolve("project/headwater");
        Files.createDirectories(script.getParent());
        Files.copy(ProjectRoot.find().resolve("headwater"), script);
    }

    @Test
    void findsItsProjectThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("hw"), Path.of("project/headwater"));
        Run run = run(link, Map.of());
        assertThat(run.code).isEqualTo(1);
        assertThat(run.output)
                .isEqualTo(
                        "headwater: nothing is built in " + script.getParent().toRealPath()
                                + "/cli/target/headwater; run it once without HEADWATER_BUILD=never\n");
    }

    @Test
    void refusesAJavaThatIsTooOld() throws Exception {
        Path java = directory.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String version : new String[] {"11.0.2", "1.8.0_402"}) {
            Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
            Run run = run(script, Map.of("JAVA_HOME", directory.resolve("jdk").toString()));
            assertThat(run.code).isEqualTo(1);
            assertThat(run.output).contains("install a JDK 17 or newer").hasLineCount(1);
        }
    }

    @Test
    void saysWhereJavaHomeIsWrong() throws Exception {
        Run run = run(script, Map.of("JAVA_HOME", "/nowhere"));
        assertThat(run.code).isEqualTo(1);
        assertThat(run.output)
                .isEqualTo(
                        "headwater: JAVA_HOME is /nowhere, which has no bin/java; set it to a JDK 17" + " or newer\n");
    }

    @Test
    void aBuildThatIsInterruptedEndsWithItsMaven() throws Exception {
        Path project = script.getParent();
        Path pid = directory.resolve("maven.pid");
        Files.writeString(project.resolve("pom.xml"), "");
        Files.writeString(
                project.resolve("mvnw"),
                "#!/bin/sh\n[ \"$1\" = --version ] || { echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                        + "; exec sleep 600; }\n");
        Files.setPosixFilePermissions(project.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process launcher = builder.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pid));
            ProcessHandle maven = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();
            launcher.destroy();
            assertThat(launcher.waitFor()).isEqualTo(130);
            try {
                assertThat(maven.isAlive()).isFalse();
            } finally {
                maven.destroyForcibly();
            }
            assertThat(project.resolve("target/build.lock")).doesNotExist();
        } finally {
            launcher.destroyForcibly();
        }
    }

    private Run run(Path command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", command.toString(), "--version").redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        all.put("HEADWATER_BUILD", "never");
        builder.environment().putAll(all);
        builder.directory(directory.toFile());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
