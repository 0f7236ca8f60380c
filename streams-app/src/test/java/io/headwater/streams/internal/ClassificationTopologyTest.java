package io.headwater.streams.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.internal.classification.Classifier;
import org.junit.jupiter.api.Test;

class ClassificationTopologyTest extends TopologyTestBase {

    private final FixedClassifier classifier = new FixedClassifier(serdes.encoder(topics.classifications()));

    @Override
    protected Classifier classifier() {
        return classifier;
    }

    @Test
    void aTaskThatEndsTellsTheClassifier() {
        images.pipeInput(new byte[] {1});
        assertThat(classifier.forgotten()).isEmpty();

        driver.close();
        // A driver cannot be closed twice, and the base class closes it.
        startDriver();
        assertThat(classifier.forgotten()).containsExactly(0);
    }
}
