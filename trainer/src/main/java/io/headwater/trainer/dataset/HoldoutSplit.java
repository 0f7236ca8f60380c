package io.headwater.trainer.dataset;

/**
 * Which samples are held out for the gate: those whose event id hashes (SHA-256, first 63 bits) into the first
 * {@code fraction} of the range. The same on every machine and at any time, so a sample is never trained on by one
 * version and judged with by the next, and a larger fraction holds out all that a smaller one does.
 *
 * @param fraction share of the samples that is held out, 0 to 0.9
 */
public record HoldoutSplit(double fraction) {

    public HoldoutSplit {
        if (!(fraction >= 0 && fraction <= 0.9)) {
            throw new IllegalArgumentException("The hold-out fraction must be from 0 to 0.9, is " + fraction);
        }
    }

    public boolean isHeldOut(String eventId) {
        return isHeldOut(EventHash.of(eventId));
    }

    boolean isHeldOut(EventHash hash) {
        return hash.split() < fraction * Long.MAX_VALUE;
    }
}
