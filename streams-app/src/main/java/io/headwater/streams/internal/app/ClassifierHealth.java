package io.headwater.streams.internal.app;

import io.headwater.service.Health;
import io.headwater.streams.internal.follower.ModelFollower;
import org.apache.kafka.streams.KafkaStreams;

/** What the classifier says when it is asked how it is; it may be asked before its parts are there. */
public final class ClassifierHealth {

    private volatile ModelFollower follower;
    private volatile KafkaStreams streams;

    public void follower(ModelFollower follower) {
        this.follower = follower;
    }

    public void streams(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Whether there is a point in letting it go on. */
    public Health live() {
        KafkaStreams current = streams;
        if (current != null && current.state().hasCompletedShutdown()) {
            return Health.down("the streams are " + current.state());
        }
        return Health.up("running");
    }

    /** Whether records are being processed. */
    public Health ready() {
        ModelFollower currentFollower = follower;
        KafkaStreams current = streams;
        if (current == null) {
            String problem = currentFollower == null
                    ? "waiting for broker and registry"
                    : currentFollower.problem().orElse("starting");
            return Health.down(problem);
        }
        if (current.state() != KafkaStreams.State.RUNNING) {
            return Health.down("the streams are " + current.state());
        }
        return Health.up(currentFollower
                .problem()
                .or(currentFollower::notice)
                .map(problem -> "running, but " + problem)
                .orElse("running"));
    }
}
