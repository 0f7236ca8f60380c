package io.headwater.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What inference runs on.
 *
 * @param kind AUTO takes the first GPU and falls back to the CPU
 * @param index number of the GPU, 0 for the others
 */
public record Device(Kind kind, int index) {

    /** Kinds of device. */
    public enum Kind {
        AUTO,
        CPU,
        GPU
    }

    public static final Device AUTO = new Device(Kind.AUTO, 0);
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern GPU_PATTERN = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /** Parses {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
    public static Device parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        Matcher gpu = GPU_PATTERN.matcher(value);
        if (gpu.matches()) {
            return gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        return switch (value) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            default -> throw new IllegalArgumentException("Unknown device '" + text + "': use auto, cpu or gpu:N");
        };
    }

    public static Device gpu(int index) {
        return new Device(Kind.GPU, index);
    }

    @Override
    public String toString() {
        return kind == Kind.GPU ? "gpu:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
