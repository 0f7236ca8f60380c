package io.headwater.cli.demo.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;

/**
 * What the topics say about a run of the demo.
 *
 * @param events image events
 * @param classified image events that have a classification, NO_MODEL included
 * @param lost image events that have neither a classification nor a dead letter
 * @param duplicates image events that have more than one classification or dead letter
 * @param deadLetters records in the dead-letter topic
 * @param feedback labels sent
 * @param samples image events whose label was joined to its prediction
 * @param versions every version that was published, in order
 * @param phases how each version did in each phase, in order of time
 * @param figures what the story is about, taken from {@code phases}
 */
public record DemoReport(
        long events,
        long classified,
        long lost,
        long duplicates,
        long deadLetters,
        long feedback,
        long samples,
        List<Version> versions,
        List<Phase> phases,
        Figures figures) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * A version of the model.
     *
     * @param decision PROMOTED or REJECTED
     * @param holdoutAccuracy share of the hold-out that it classified right before it was published, 0 to 1
     * @param samples labels that it was made from: trained on and held out
     * @param trainSamples those trained on
     * @param trainSeconds duration of the training proper
     * @param requestToLiveSeconds from the request to the first classification by this version; null where it made none
     */
    public record Version(
            int version,
            String decision,
            double holdoutAccuracy,
            int samples,
            int trainSamples,
            double trainSeconds,
            Double requestToLiveSeconds) {}

    /**
     * How a version did on the pictures of a phase.
     *
     * @param version null before the first version
     * @param onlineAccuracy share of the classifications that are right, 0 to 1; null before the first version
     * @param events classifications made
     * @param recall by label: share of its pictures that were recognised, 0 to 1; empty before the first version
     */
    public record Phase(String name, Integer version, Double onlineAccuracy, long events, Map<String, Double> recall) {}

    /**
     * The story in numbers; null where the run has not come so far. Accuracies are online ones, 0 to 1.
     *
     * @param promoted versions that went live
     * @param firstVersionAccuracy version 1
     * @param accuracyBeforeNewKind the last version before the seventh kind appears
     * @param newKindRecall share of the seventh kind recognised by the last version of its phase
     * @param accuracyBeforeLightChange the last version before the light changes
     * @param accuracyAfterLightChange the same version in the new light
     * @param accuracyRecovered the last version in the new light
     */
    public record Figures(
            long promoted,
            Double firstVersionAccuracy,
            Double accuracyBeforeNewKind,
            Double newKindRecall,
            Double accuracyBeforeLightChange,
            Double accuracyAfterLightChange,
            Double accuracyRecovered) {}

    /** Whether each event was answered exactly once. */
    @JsonIgnore
    public boolean lossless() {
        return lost == 0 && duplicates == 0;
    }

    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report of plain values is always writable", e);
        }
    }
}
