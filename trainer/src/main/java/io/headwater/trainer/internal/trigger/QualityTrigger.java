package io.headwater.trainer.internal.trigger;

import io.headwater.vision.QualityWindow;

/** A trigger that looks at how versions do against the labels that arrive. */
public interface QualityTrigger extends Trigger {

    /** Takes a window in. Windows are handed over in the order in which they ended, each once. */
    void see(QualityWindow window);
}
