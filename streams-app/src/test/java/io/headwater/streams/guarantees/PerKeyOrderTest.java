package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Classifications of one key come in the order of its images, through three kills of the classifier under load. */
class PerKeyOrderTest {

    @Test
    void everyKeyKeepsItsOrder() throws IOException {
        Map<String, List<String>> expected = IntStream.range(0, KilledClassifierRun.events())
                .mapToObj(KilledClassifierRun::eventId)
                .collect(Collectors.groupingBy(eventId -> eventId.substring(0, eventId.indexOf('/'))));
        // The reader keeps the order of each partition, and a key has one partition.
        Map<String, List<String>> actual = KilledClassifierRun.results().stream()
                .collect(Collectors.groupingBy(
                        result -> result.key(),
                        Collectors.mapping(result -> result.value().getEventId(), Collectors.toList())));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void everyResultRefersToItsOwnImage() throws IOException {
        // Images of a key were sent in order, so their offsets rise; a result that took another's place would not.
        KilledClassifierRun.results().stream()
                .collect(Collectors.groupingBy(result -> result.partition()))
                .forEach((partition, results) -> assertThat(results)
                        .extracting(result -> result.value().getImage().getOffset())
                        .isSorted()
                        .doesNotHaveDuplicates());
    }
}
