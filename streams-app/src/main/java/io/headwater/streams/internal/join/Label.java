package io.headwater.streams.internal.join;

import io.headwater.vision.Feedback;
import java.util.Objects;

/**
 * A person's label.
 *
 * @param label the label
 * @param annotator who gave it; may be null
 * @param labelledAt when, in milliseconds since 1970
 * @param partition of the feedback's record
 * @param offset of the feedback's record
 */
public record Label(String label, String annotator, long labelledAt, int partition, long offset) implements JoinInput {

    public static Label of(Feedback feedback, int partition, long offset) {
        return new Label(
                feedback.getLabel(),
                feedback.getAnnotator(),
                feedback.getLabelledAt().toEpochMilli(),
                partition,
                offset);
    }

    /** Whether this label counts instead of an earlier arrival: given later, or at the same time and different. */
    boolean supersedes(Label earlier) {
        if (labelledAt != earlier.labelledAt) {
            return labelledAt > earlier.labelledAt;
        }
        return !label.equals(earlier.label) || !Objects.equals(annotator, earlier.annotator);
    }
}
