package io.headwater.model.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine's processor can do, as far as Linux tells. */
public final class CpuFeatures {

    private CpuFeatures() {}

    /**
     * Whether an x86 processor lacks the VNNI instructions: there the 16-bit sums of int8 kernels saturate. False where
     * nothing is known.
     */
    public static boolean lacksVnni() {
        try {
            return lacksVnni(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean lacksVnni(String cpu) {
        return cpu.contains("avx2") && !cpu.contains("vnni");
    }
}
