package io.headwater.model;

import io.headwater.model.internal.runtime.CpuFeatures;
import io.headwater.vision.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Number format in which a model's layers compute. The artifacts of a version may hold several forms of it, told apart by a
 * suffix of their roles.
 */
public enum Precision {
    /** As trained. */
    FLOAT32(""),
    /** Half precision, for GPUs: derived from the float32 form where that is loaded. */
    FLOAT16(""),
    /** Quantised to 8 bits, for CPUs. */
    INT8("-int8");

    private final String suffix;

    Precision(String suffix) {
        this.suffix = suffix;
    }

    /**
     * The artifacts of this form of a version, with the roles {@code model} and {@code weights}; empty where the version
     * has none.
     */
    public List<Artifact> of(List<Artifact> version) {
        List<Artifact> artifacts = new ArrayList<>();
        boolean complete = false;
        for (Artifact artifact : version) {
            for (String role : List.of(ArtifactStore.MODEL_ROLE, ArtifactStore.WEIGHTS_ROLE)) {
                if (artifact.getRole().equals(role + suffix)) {
                    artifacts.add(withRole(artifact, role));
                    complete |= role.equals(ArtifactStore.MODEL_ROLE);
                }
            }
        }
        return complete ? artifacts : List.of();
    }

    /** The artifacts with the roles that they have beside other forms of the same version. */
    public List<Artifact> mark(List<Artifact> artifacts) {
        return artifacts.stream()
                .map(artifact -> withRole(artifact, artifact.getRole() + suffix))
                .toList();
    }

    private static Artifact withRole(Artifact artifact, String role) {
        return new Artifact(role, artifact.getUri(), artifact.getSha256(), artifact.getSize());
    }

    /**
     * Whether int8 is no faster than float32 on this machine's processor: an x86 one without VNNI instructions, where exact sums
     * take longer.
     */
    public static boolean isInt8Slow() {
        return CpuFeatures.lacksVnni();
    }

    /** Parses {@code float32}, {@code float16} or {@code int8}. */
    public static Precision parse(String text) {
        for (Precision precision : values()) {
            if (precision.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return precision;
            }
        }
        throw new IllegalArgumentException("Unknown precision '" + text + "': use float32, float16 or int8");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
