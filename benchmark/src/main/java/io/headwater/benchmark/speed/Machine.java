package io.headwater.benchmark.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured on, and with which libraries. */
final class Machine {

    private static final List<String> LIBRARIES =
            List.of("kafka-clients", "kafka-streams", "onnxruntime", "opencv", "avro", "api");

    private Machine() {}

    static Map<String, Object> describe() throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", find("/proc/cpuinfo", "model name"));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", find("/proc/meminfo", "MemTotal"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("libraries", libraries());
        return machine;
    }

    private static String find(String file, String key) throws IOException {
        if (!Files.exists(Path.of(file))) {
            return "unknown";
        }
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    /** From the names of the jar files on the class path. */
    private static Map<String, String> libraries() {
        Map<String, String> found = new LinkedHashMap<>();
        for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path file = Path.of(jar);
            // Maven's repository: ARTIFACT/VERSION/ARTIFACT-VERSION.jar
            if (file.getNameCount() > 2) {
                String artifact = file.getParent().getParent().getFileName().toString();
                if (LIBRARIES.contains(artifact)) {
                    found.put(
                            artifact.equals("api") ? "djl" : artifact,
                            file.getParent().getFileName().toString());
                }
            }
        }
        return found;
    }
}
