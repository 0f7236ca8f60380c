package io.headwater.streams.internal.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreSweeperTest {

    private static final int LEAST_ROWS = 10;
    private static final int STEPS_PER_ROUND = 10;

    private final KeyValueStore<String, Integer> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("rows"), Serdes.String(), Serdes.Integer())
            .withLoggingDisabled()
            .build();
    private final StoreSweeper<Integer> sweeper = new StoreSweeper<>(store, LEAST_ROWS, STEPS_PER_ROUND);

    @BeforeEach
    void openStore() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void visitsEachRowOfASmallStoreInTurn() {
        fill(25, 0);
        Map<String, Integer> visits = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            sweeper.step((key, value) -> {
                visits.merge(key, 1, Integer::sum);
                return false;
            });
        }

        assertThat(visits).hasSize(25).allSatisfy((key, count) -> assertThat(count)
                .isEqualTo(1));
    }

    @Test
    void aRoundOfALargeStoreTakesNoMoreSteps() {
        fill(10_000, 0);
        for (int i = 0; i < STEPS_PER_ROUND; i++) {
            sweeper.step((key, value) -> true);
        }

        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void howeverManyRowsComeExpiredOnesAreGoneWithinARound() {
        int retention = 2 * STEPS_PER_ROUND;
        for (int step = 0; step < 10 * retention; step++) {
            fill(50 * LEAST_ROWS, step);
            int now = step;
            sweeper.step((key, value) -> now - value >= retention);
            store.all()
                    .forEachRemaining(row -> assertThat(now - row.value).isLessThan(retention + STEPS_PER_ROUND + 2));
        }
    }

    private void fill(int rows, int step) {
        for (int i = 0; i < rows; i++) {
            // Apart, as event ids are.
            store.put(Integer.toHexString((step * rows + i) * 0x9E3779B1), step);
        }
    }
}
