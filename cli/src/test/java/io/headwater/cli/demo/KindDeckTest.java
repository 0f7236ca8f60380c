package io.headwater.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindDeckTest {

    @Test
    void dealsEveryKindEquallyOften() {
        List<SurfaceKind> dealt = deal(new KindDeck(3), SurfaceKind.FIRST_SIX, 60);

        for (SurfaceKind kind : SurfaceKind.FIRST_SIX) {
            assertThat(dealt).filteredOn(kind::equals).hasSize(10);
        }
    }

    @Test
    void dealsAnOrderThatFollowsFromTheSeed() {
        List<SurfaceKind> dealt = deal(new KindDeck(3), SurfaceKind.FIRST_SIX, 60);

        assertThat(deal(new KindDeck(3), SurfaceKind.FIRST_SIX, 60)).isEqualTo(dealt);
        assertThat(deal(new KindDeck(4), SurfaceKind.FIRST_SIX, 60)).isNotEqualTo(dealt);
    }

    @Test
    void dealsANewKindAsSoonAsItIsThere() {
        KindDeck deck = new KindDeck(3);
        deal(deck, SurfaceKind.FIRST_SIX, 2);

        assertThat(deal(deck, List.of(SurfaceKind.values()), 7)).contains(SurfaceKind.BLISTER);
    }

    private static List<SurfaceKind> deal(KindDeck deck, List<SurfaceKind> kinds, int cards) {
        List<SurfaceKind> dealt = new ArrayList<>();
        for (int i = 0; i < cards; i++) {
            dealt.add(deck.deal(kinds));
        }
        return dealt;
    }
}
