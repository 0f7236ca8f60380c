package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class ReviewTest {

    private static final Instant GIVEN = Instant.parse("2026-03-01T12:00:00Z");

    /** One test: the platform is shared, and its topics are never emptied. */
    @Test
    void listsWhatHasNoLabelYetTheLowestMarginFirst(LocalPlatform platform) {
        assertThat(CommandRun.on(platform, "review").out()).contains("Nothing is up for review");
        try (Cluster cluster = Cluster.connect(platform.config());
                RecordSender<ReviewItem> items =
                        RecordSender.open(cluster, cluster.topics().review());
                RecordSender<Feedback> feedback =
                        RecordSender.open(cluster, cluster.topics().feedback())) {
            items.sendNow("r-second", uncertain("r-second", 0.2f));
            items.sendNow("r-drift", item("r-drift", ReviewReason.DRIFT).build());
            items.sendNow("r-done", uncertain("r-done", 0.05f));
            items.sendNow("r-first", uncertain("r-first", 0.1f));
            items.sendNow("r-doubtful", contradicted("r-doubtful"));
            items.sendNow("r-checked", contradicted("r-checked"));
            feedback.sendNow("r-done", label("r-done", GIVEN));
            feedback.sendNow("r-doubtful", label("r-doubtful", GIVEN));
            feedback.sendNow("r-checked", label("r-checked", GIVEN));
            feedback.sendNow("r-checked", label("r-checked", GIVEN.plusSeconds(9)));
        }

        CommandRun all = CommandRun.on(platform, "review");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.outLines())
                .extracting(line -> line.split(" +")[0])
                .containsExactly("r-first", "r-second", "r-drift", "r-doubtful");
        assertThat(all.outLines().get(0))
                .contains("LOW_MARGIN")
                .contains("rose 0.500, tulip 0.400")
                .contains("v3");
        assertThat(all.outLines().get(3)).contains("DISAGREEMENT").contains("labelled tulip");

        CommandRun one = CommandRun.on(platform, "review", "--limit", "1");
        assertThat(one.outLines().get(0)).startsWith("r-first");
        assertThat(one.out()).contains("3 more");

        CommandRun json = CommandRun.on(platform, "review", "--limit", "1", "--json", "--follow", "--timeout", "0.5");
        assertThat(json.outLines()).hasSize(1);
        assertThat(json.outLines().get(0)).contains("\"eventId\":\"r-first\"").contains("\"margin\":0.1");
    }

    @Test
    void aLimitOfNothingIsAUsageError(LocalPlatform platform) {
        CommandRun run = CommandRun.on(platform, "review", "--limit", "0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errorLine()).contains("--limit must be at least 1");
    }

    private static ReviewItem uncertain(String eventId, float margin) {
        return item(eventId, ReviewReason.LOW_MARGIN).setMargin(margin).build();
    }

    private static ReviewItem contradicted(String eventId) {
        return item(eventId, ReviewReason.DISAGREEMENT)
                .setGivenLabel("tulip")
                .setLabelledAt(GIVEN)
                .build();
    }

    private static ReviewItem.Builder item(String eventId, ReviewReason reason) {
        return ReviewItem.newBuilder()
                .setEventId(eventId)
                .setReason(reason)
                .setModel("default")
                .setVersion(3)
                .setScores(List.of(new LabelScore("rose", 0.5f), new LabelScore("tulip", 0.4f)))
                .setImage(new ImageReference("vision.images", 0, 0L))
                .setClassifiedAt(Instant.EPOCH);
    }

    private static Feedback label(String eventId, Instant labelledAt) {
        return Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel("tulip")
                .setLabelledAt(labelledAt)
                .build();
    }
}
