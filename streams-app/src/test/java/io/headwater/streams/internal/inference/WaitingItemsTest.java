package io.headwater.streams.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.classification.ImageRecord;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WaitingItemsTest {

    private final WaitingItems waiting = new WaitingItems();

    @Test
    void wantedItemsGoFirst() {
        Item first = item(0);
        Item second = item(1);
        Item third = item(2);
        waiting.add(first);
        waiting.add(second);
        waiting.add(third);
        waiting.want(second);

        assertThat(waiting.size()).isEqualTo(3);
        assertThat(waiting.peek()).isSameAs(second);
        assertThat(waiting.poll()).isSameAs(second);
        assertThat(waiting.poll()).isSameAs(first);
        assertThat(waiting.poll()).isSameAs(third);
        assertThat(waiting.peek()).isNull();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void keepsNoItemThatWasTakenWhileOthersAreAlwaysWanted() {
        Item stays = item(0);
        waiting.add(stays);
        WeakReference<Item> taken = takeOneReadAhead();
        Item wanted = item(2);
        wanted.want();
        waiting.add(wanted);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return taken.get() == null;
        });
        assertThat(waiting.poll()).isSameAs(wanted);
        assertThat(waiting.poll()).isSameAs(stays);
    }

    private WeakReference<Item> takeOneReadAhead() {
        Item item = item(1);
        waiting.add(item);
        waiting.want(item);
        assertThat(waiting.poll()).isSameAs(item);
        return new WeakReference<>(item);
    }

    private static Item item(int offset) {
        return new Item(new ImageRecord(new byte[0], new DeadLetter.Origin("vision.images", 0, offset, 0)));
    }
}
