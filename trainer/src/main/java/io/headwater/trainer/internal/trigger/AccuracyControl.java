package io.headwater.trainer.internal.trigger;

import io.headwater.vision.QualityWindow;

/**
 * A control chart of a version's accuracy against feedback: the p-chart of Shewhart (Montgomery, Introduction to
 * Statistical Quality Control, chapter 7) with its lower limit only, three standard errors below the reference.
 *
 * <p>The reference is what the version itself achieved before, not its hold-out accuracy: people label the uncertain
 * events first, so labels that arrive are harder than the hold-out. Since it is an estimate too, its own error is part of
 * the standard error. Windows are put together until there are enough labels; a group that raises an alarm does not
 * become part of the reference.
 */
final class AccuracyControl {

    private static final double SIGMAS = 3;

    private final int minLabelled;
    private int labelled;
    private int correct;
    private long referenceLabelled;
    private long referenceCorrect;

    /** @param minLabelled labels of a group, and of the reference before anything is compared with it */
    AccuracyControl(int minLabelled) {
        this.minLabelled = minLabelled;
    }

    /** Takes a window in; true where it completes a group that is below the limit. */
    boolean isBelowLimit(QualityWindow window) {
        labelled += window.getLabelled();
        correct += window.getCorrect();
        if (labelled < minLabelled) {
            return false;
        }
        boolean below = referenceLabelled >= minLabelled && (double) correct / labelled < limit(labelled);
        if (!below) {
            referenceLabelled += labelled;
            referenceCorrect += correct;
        }
        labelled = 0;
        correct = 0;
        return below;
    }

    /** The lowest accuracy of so many labels that is still taken for chance. */
    private double limit(int size) {
        // Two successes and two failures more (Agresti and Coull, 1998): a reference without any error still has one.
        double p = (referenceCorrect + 2.0) / (referenceLabelled + 4.0);
        return p - SIGMAS * Math.sqrt(p * (1 - p) * (1.0 / size + 1.0 / referenceLabelled));
    }
}
