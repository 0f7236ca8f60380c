package io.headwater.streams.internal.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.ModelAlias;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {

    private final ModelCatalogue catalogue = new ModelCatalogue("default");

    /** As when the topics are read from their beginning once more. */
    @Test
    void goesBackToNoAliasThatItHasSeenBefore() {
        ModelAlias first = champion(1);
        ModelAlias second = champion(2);
        catalogue.add(first, 0);
        catalogue.add(second, 1);

        catalogue.add(first, 0);
        catalogue.add(champion(2), 1);

        assertThat(catalogue.champion()).containsSame(second);
    }

    private static ModelAlias champion(int version) {
        return ModelAlias.newBuilder()
                .setModel("default")
                .setAlias("champion")
                .setVersion(version)
                .setEpoch(5)
                .setChangedAt(Instant.EPOCH)
                .build();
    }
}
