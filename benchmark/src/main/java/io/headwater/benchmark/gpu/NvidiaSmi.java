package io.headwater.benchmark.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the driver's own tool says of a card. */
final class NvidiaSmi {

    private final int index;

    NvidiaSmi(int index) {
        this.index = index;
    }

    /** Name, memory and driver; a plain word where the tool is absent. */
    String describe() throws IOException, InterruptedException {
        String text = query("name,memory.total,driver_version");
        return text.isEmpty() ? "unknown" : text;
    }

    /** Memory in use on the card in MiB, by anyone; -1 where that cannot be told. */
    int usedMiB() throws IOException, InterruptedException {
        String text = query("memory.used");
        return text.matches("\\d+") ? Integer.parseInt(text) : -1;
    }

    private String query(String fields) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "nvidia-smi",
                            "-i",
                            String.valueOf(index),
                            "--query-gpu=" + fields,
                            "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return "";
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? text : "";
    }
}
