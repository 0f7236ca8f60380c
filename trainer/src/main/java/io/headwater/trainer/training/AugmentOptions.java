package io.headwater.trainer.training;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.Augmentation;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of augmentation, a part of {@link TrainingOptions}. */
final class AugmentOptions {

    static final String VIEWS = "augment.views";
    static final String ROTATION = "augment.rotation.degrees";
    static final String SHIFT = "augment.shift";
    static final String FLIP = "augment.flip";
    static final String ZOOM = "augment.zoom";
    static final String BRIGHTNESS = "augment.brightness";

    private AugmentOptions() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        VIEWS,
                        Type.INT,
                        0,
                        between(0, 64),
                        MEDIUM,
                        "Augmented views of each training image that are trained on beside it; 0 for none. They are"
                                + " embedded when they are asked for first and kept in the dataset; held-out images have"
                                + " none. Where fine-tune.from trains a part of the backbone, there are none either.")
                .define(
                        ROTATION,
                        Type.DOUBLE,
                        20.0,
                        between(0, 180),
                        LOW,
                        "How far a view is turned at most, in degrees to either side.")
                .define(
                        SHIFT,
                        Type.DOUBLE,
                        0.2,
                        between(0, 0.5),
                        LOW,
                        "How far a view is shifted at most, as a share of the width and of the height. What comes into"
                                + " sight continues the nearest pixel.")
                .define(
                        FLIP,
                        Type.BOOLEAN,
                        true,
                        LOW,
                        "Whether half of the views are mirrored left to right; false where left and right matter, as in"
                                + " writing.")
                .define(
                        ZOOM,
                        Type.DOUBLE,
                        0.2,
                        between(0, 0.9),
                        LOW,
                        "How much a view is enlarged or reduced at most: 0.2 scales by 0.8 to 1.2.")
                .define(
                        BRIGHTNESS,
                        Type.DOUBLE,
                        0.2,
                        between(0, 0.9),
                        LOW,
                        "How much brighter or darker a view is at most: 0.2 multiplies pixels by 0.8 to 1.2.");
    }

    static Augmentation augmentation(AbstractConfig config) {
        return new Augmentation(
                config.getDouble(ROTATION),
                config.getDouble(SHIFT),
                config.getBoolean(FLIP),
                config.getDouble(ZOOM),
                config.getDouble(BRIGHTNESS));
    }
}
