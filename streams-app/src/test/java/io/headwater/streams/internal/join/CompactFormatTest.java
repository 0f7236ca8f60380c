package io.headwater.streams.internal.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class CompactFormatTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final int STATE_LIMIT = 300;

    private final Aged<Prediction> prediction =
            new Aged<>(new Prediction(11, 9_000_000_000L, "défaut de surface", 0.91f, 123), false, NOW, NOW + 1);
    private final Aged<Label> label =
            new Aged<>(new Label("défaut de surface", "someone@example.org", NOW, 3, 4_000_000_000L), true, NOW, NOW);

    @Test
    void readsWhatItWrote() {
        assertThat(roundTrip(CompactFormat.agedPrediction(), prediction)).isEqualTo(prediction);
        assertThat(roundTrip(CompactFormat.agedLabel(), label)).isEqualTo(label);
        PredictionBatch batch = new PredictionBatch(List.of(
                new PredictionBatch.Entry("e1", prediction.value()),
                new PredictionBatch.Entry("without-model", new Prediction(0, 0, null, 0, 0))));
        assertThat(roundTrip(CompactFormat.predictions(), batch)).isEqualTo(batch);
        assertThat(roundTrip(CompactFormat.agedPredictions(), prediction.with(batch)))
                .isEqualTo(prediction.with(batch));
        Label anonymous = new Label("x", null, 0, 0, 0);
        assertThat(roundTrip(CompactFormat.label(), anonymous)).isEqualTo(anonymous);
    }

    /** What earlier releases have written is still in stores and changelogs. Numbers are zigzag varints. */
    @Test
    void writesWhatItAlwaysWrote() {
        assertThat(CompactFormat.label().serializer().serialize("t", new Label("x", null, 0, 0, 0)))
                .containsExactly(1, 2, 'x', 1, 0, 0, 0);
        assertThat(CompactFormat.agedPrediction()
                        .serializer()
                        .serialize("t", new Aged<>(new Prediction(1, 2, "a", 1f, 3), true, 4, 5)))
                .containsExactly(1, 1, 8, 10, 2, 4, 2, 'a', 0x3f, 0x80, 0, 0, 6);
    }

    @Test
    void readsBatchesThatAreLargerThanWhatItBeganWith() {
        PredictionBatch batch = new PredictionBatch(IntStream.range(0, 1000)
                .mapToObj(i -> new PredictionBatch.Entry(
                        "event-" + i, new Prediction(i, Long.MAX_VALUE - i, "défaut", i, Integer.MIN_VALUE + i)))
                .toList());

        assertThat(roundTrip(CompactFormat.predictions(), batch)).isEqualTo(batch);
    }

    @Test
    void aRowThatIsCutShortIsNamed() {
        byte[] row = CompactFormat.label().serializer().serialize("t", label.value());
        for (int length = 0; length < row.length; length++) {
            byte[] cut = Arrays.copyOf(row, length);
            assertThatThrownBy(() -> CompactFormat.label().deserializer().deserialize("topic-of-it", cut))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(length + " bytes in topic-of-it");
        }
    }

    @Test
    void anEventTakesLessStateThanPromised() {
        int key = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8).length;
        int predictionRow = CompactFormat.agedPrediction().serializer().serialize("t", prediction).length;
        int labelRow = CompactFormat.agedLabel().serializer().serialize("t", label).length;

        assertThat(key + predictionRow + key + labelRow).isLessThan(STATE_LIMIT);
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
    }
}
