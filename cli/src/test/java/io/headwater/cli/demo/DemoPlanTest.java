package io.headwater.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPlanTest {

    @ParameterizedTest
    @ValueSource(ints = {DemoOptions.MIN_EVENTS, DemoOptions.DEFAULT_EVENTS, 100_000})
    void anyScaleStartsFromSixtyLabelsAndGoesOnFromThere(int events) {
        DemoPlan plan = DemoPlan.of(1, events);

        assertThat(plan.firstLabels()).isEqualTo(60);
        assertThat(plan.marks()).isSorted().doesNotHaveDuplicates().allMatch(mark -> mark > 60);
        assertThat(plan.measured()).isPositive();
        assertThat(plan.newKindLabels()).isPositive();
        assertThat(plan.newLightLabels()).isPositive();
    }
}
