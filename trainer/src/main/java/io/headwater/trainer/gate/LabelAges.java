package io.headwater.trainer.gate;

import java.util.BitSet;

/**
 * Which samples of the hold-out the champion was judged by.
 *
 * @param earlier labels that the champion was judged by when it was made
 * @param later labels that came or changed since, of those that the champion knows
 */
public record LabelAges(BitSet earlier, BitSet later) {

    /** Nothing is known of any sample, so that nothing follows from it. */
    public static LabelAges unknown() {
        return new LabelAges(new BitSet(), new BitSet());
    }
}
