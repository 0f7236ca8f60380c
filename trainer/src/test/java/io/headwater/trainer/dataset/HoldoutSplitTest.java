package io.headwater.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutSplitTest {

    private static final List<String> IDS =
            IntStream.range(0, 20_000).mapToObj(i -> "event-" + i).toList();

    @Test
    void holdsOutTheShareThatWasAskedFor() {
        for (double fraction : new double[] {0, 0.1, 0.2, 0.5}) {
            HoldoutSplit split = new HoldoutSplit(fraction);
            long heldOut = IDS.stream().filter(split::isHeldOut).count();
            assertThat(heldOut / 20_000.0).isEqualTo(fraction, within(0.01));
        }
    }

    @Test
    void aLargerFractionHoldsOutAllThatASmallerOneDoes() {
        HoldoutSplit tenth = new HoldoutSplit(0.1);
        HoldoutSplit fifth = new HoldoutSplit(0.2);
        assertThat(IDS).allSatisfy(id -> assertThat(fifth.isHeldOut(id) || !tenth.isHeldOut(id))
                .isTrue());
    }

    /** From `printf abc | sha256sum`: ba7816bf… is 0.7284 of the range, and for `printf d`: 18ac3e73… is 0.0964. */
    @Test
    void neverChanges() {
        assertThat(new HoldoutSplit(0.72).isHeldOut("abc")).isFalse();
        assertThat(new HoldoutSplit(0.73).isHeldOut("abc")).isTrue();
        assertThat(new HoldoutSplit(0.09).isHeldOut("d")).isFalse();
        assertThat(new HoldoutSplit(0.1).isHeldOut("d")).isTrue();
    }

    @Test
    void refusesToHoldOutEverything() {
        assertThatThrownBy(() -> new HoldoutSplit(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HoldoutSplit(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
