package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.PhaseNames;
import java.util.List;

/** The chapters in their order. */
final class DemoStory {

    static final PhaseNames PHASES =
            new PhaseNames(ColdStart.PHASE, SixKinds.PHASE, SeventhKind.PHASE, SeventhKind.NEW.label(), NewLight.PHASE);

    private static final List<Chapter> CHAPTERS =
            List.of(new ColdStart(), new SixKinds(), new SeventhKind(), new NewLight());

    private DemoStory() {}

    static void tell(Stage stage) {
        for (int i = 0; i < CHAPTERS.size(); i++) {
            Chapter chapter = CHAPTERS.get(i);
            stage.view().chapter(i + 1, CHAPTERS.size(), chapter.title(), chapter.why());
            chapter.play(stage);
        }
    }
}
