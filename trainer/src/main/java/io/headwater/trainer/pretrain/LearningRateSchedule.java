package io.headwater.trainer.pretrain;

import ai.djl.training.tracker.Tracker;

/** A short linear warm-up, then half a cosine down to zero over the training's progress. */
final class LearningRateSchedule implements Tracker {
    private static final double WARM_UP = 0.04;

    private final float peak;
    private double progress;

    LearningRateSchedule(float peak) {
        this.peak = peak;
    }

    /** Sets how much of the training is done, 0..1. */
    void advanceTo(double newProgress) {
        progress = Math.min(1, newProgress);
    }

    @Override
    public float getNewValue(int update) {
        if (progress < WARM_UP) {
            return (float) (peak * (0.02 + 0.98 * progress / WARM_UP));
        }
        double phase = (progress - WARM_UP) / (1 - WARM_UP);
        return (float) (peak * (0.001 + 0.5 * (1 + Math.cos(Math.PI * phase))));
    }
}
