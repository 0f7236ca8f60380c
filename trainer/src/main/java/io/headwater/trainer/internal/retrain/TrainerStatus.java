package io.headwater.trainer.internal.retrain;

import io.headwater.service.Health;

/** What the trainer is doing, for health checks. Safe for use by several threads. */
public final class TrainerStatus {

    private volatile Health ready = Health.down("Joining the group");
    private volatile Health live = Health.up("Starting");

    public Health ready() {
        return ready;
    }

    public Health live() {
        return live;
    }

    void standingBy() {
        ready = Health.up("Standing by: another trainer works");
        live = Health.up("Standing by");
    }

    void preparing(String what) {
        ready = Health.down(what);
        live = Health.up(what);
    }

    void working() {
        ready = Health.up("Working");
        live = Health.up("Working");
    }

    void failing(String why) {
        ready = Health.down(why);
    }

    void dead(String why) {
        ready = Health.down(why);
        live = Health.down(why);
    }
}
