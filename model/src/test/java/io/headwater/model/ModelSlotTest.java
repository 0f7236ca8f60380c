package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ModelSlot.Lease;
import io.headwater.model.testing.TinyModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSlotTest {

    @TempDir
    Path directory;

    private final ModelSlot slot = new ModelSlot();
    private Path onnx;

    @BeforeEach
    void publish() throws IOException {
        ArtifactStore store = ArtifactStores.open("file:" + directory, directory);
        onnx = store.fetchModel(TinyModels.publish(store, 1, List.of("a", "b")).getArtifacts());
    }

    private ServedModel model(int version, long epoch) {
        return new ServedModel(version, epoch, InferenceSession.open(onnx, SessionOptions.cpu()));
    }

    @Test
    void isEmptyBeforeTheFirstModel() {
        assertThat(slot.acquire()).isNull();
        assertThat(slot.version()).isNull();
    }

    @Test
    void closesTheOldSessionWhenItsLastLeaseEnds() {
        ServedModel first = model(1, 1);
        ServedModel second = model(2, 2);
        slot.swap(first);
        Lease one = slot.acquire();
        Lease two = slot.acquire();

        assertThat(slot.swap(second)).isTrue();

        assertThat(slot.version()).isEqualTo(2);
        assertThat(one.model()).isSameAs(first);
        one.close();
        one.close();
        assertThat(first.session().isClosed())
                .as("the second lease still holds it")
                .isFalse();
        two.close();
        assertThat(first.session().isClosed()).isTrue();
        assertThat(second.session().isClosed()).isFalse();
        slot.close();
        assertThat(second.session().isClosed()).isTrue();
    }

    /** A rollback to an older version comes with a higher epoch; a late message does not. */
    @Test
    void goesBackToAnOlderVersionButNeverToALowerEpoch() {
        ServedModel late = model(1, 4);
        ServedModel rollback = model(1, 6);
        slot.swap(model(2, 5));

        assertThat(slot.swap(late)).isFalse();
        assertThat(late.session().isClosed()).isTrue();
        assertThat(slot.version()).isEqualTo(2);
        assertThat(slot.swap(rollback)).isTrue();
        assertThat(slot.version()).isEqualTo(1);
        slot.close();
    }

    @Test
    void takesNothingAfterItIsClosed() {
        slot.close();
        ServedModel model = model(1, 1);

        assertThat(slot.swap(model)).isFalse();
        assertThat(model.session().isClosed()).isTrue();
        assertThat(slot.acquire()).isNull();
    }

    @Test
    void swapsUnderLoad() throws Exception {
        List<ServedModel> models = new ArrayList<>();
        models.add(model(0, 1));
        slot.swap(models.get(0));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> callings = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callings.add(callers.submit(() -> {
                    long epoch = 0;
                    while (!done.get()) {
                        try (Lease lease = slot.acquire()) {
                            assertThat(lease.model().epoch()).isGreaterThanOrEqualTo(epoch);
                            epoch = lease.model().epoch();
                            InferenceSession session = lease.model().session();
                            assertThat(session.classify(session.newBatch(), 1).probabilities())
                                    .hasSize(2);
                        }
                    }
                    return epoch;
                }));
            }
            for (int i = 1; i <= 40; i++) {
                models.add(model(i, i + 1));
                assertThat(slot.swap(models.get(i))).isTrue();
            }
            done.set(true);
            for (Future<Long> calling : callings) {
                assertThat(calling.get()).isPositive();
            }
        } finally {
            done.set(true);
            callers.shutdownNow();
        }
        slot.close();
        assertThat(models).allMatch(model -> model.session().isClosed());
    }
}
