package io.headwater.trainer.gate;

/**
 * What a candidate must hold to.
 *
 * @param minImprovement how much more accurate than the champion it must be, 0 to 1; negative tolerates a loss that the
 *     paired test does not call worse
 * @param maxRecallDrop how much the recall of a label may fall, 0 to 1
 * @param minClassSupport hold-out samples that a label needs for its recall to count
 * @param minHoldout hold-out samples below which the reason says that they are few
 * @param significance probability below which a difference is not put down to chance
 */
public record GateRules(
        double minImprovement, double maxRecallDrop, int minClassSupport, int minHoldout, double significance) {

    /** The defaults of the trainer's configuration. */
    public static GateRules defaults() {
        return new GateRules(0, 0.1, 20, 20, 0.05);
    }
}
