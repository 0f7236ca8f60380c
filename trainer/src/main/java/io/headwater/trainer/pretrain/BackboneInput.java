package io.headwater.trainer.pretrain;

/** How pixels enter the backbone: {@code (value - MEAN) / STD} with values 0..255, the same for all channels. */
final class BackboneInput {
    static final int SIZE = PatternGenerator.SIZE;
    static final float MEAN = 115;
    static final float STD = 64;

    private BackboneInput() {}
}
