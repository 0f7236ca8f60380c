package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.QualityWindow;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted in memory between two commits survives kills: each prediction is in one quality window. */
class ExactlyOnceCountsTest {

    @Test
    void eachPredictionIsCountedOnceThroughKills() throws IOException {
        List<QualityWindow> windows = KilledClassifierRun.windows();

        assertThat(windows.stream().mapToInt(KilledClassifierRun::predictions).sum())
                .isEqualTo(KilledClassifierRun.events());
        assertThat(windows)
                .extracting(QualityWindow::getWindowStart)
                .as("one window a second, whatever the number of tasks that counted")
                .doesNotHaveDuplicates();
    }
}
