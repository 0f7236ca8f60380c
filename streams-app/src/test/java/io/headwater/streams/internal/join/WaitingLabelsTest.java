package io.headwater.streams.internal.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingLabelsTest {

    private static final Label LABEL = new Label("dent", "ann", 0, 0, 0);

    @TempDir
    Path directory;

    @Test
    void knowsTheLabelsOfAStoreThatWait() {
        KeyValueStore<String, Aged<Label>> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("labels"), Serdes.String(), CompactFormat.agedLabel())
                .withLoggingDisabled()
                .build();
        store.init(
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile())
                        .getStateStoreContext(),
                store);
        store.put("waits", new Aged<>(LABEL, false, 0, 0));
        store.put("joined", new Aged<>(LABEL, true, 0, 0));

        WaitingLabels waiting = WaitingLabels.of(store);

        assertThat(waiting.mayHave("waits")).isTrue();
        assertThat(waiting.mayHave("joined")).isFalse();
    }

    @Test
    void isSeldomWrongAboutOthers() {
        WaitingLabels waiting = new WaitingLabels();
        IntStream.range(0, 1_000).forEach(i -> waiting.add(eventId("waits", i)));

        assertThat(IntStream.range(0, 1_000)).allMatch(i -> waiting.mayHave(eventId("waits", i)));
        assertThat(IntStream.range(0, 100_000).filter(i -> waiting.mayHave(eventId("other", i))))
                .hasSizeLessThan(1_000);
    }

    private static String eventId(String kind, int i) {
        return UUID.nameUUIDFromBytes((kind + i).getBytes()).toString();
    }
}
