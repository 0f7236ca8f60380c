package io.headwater.streams.internal.review;

import io.headwater.vision.ReviewItem;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Passes the best candidates of each round on, under their event ids. */
final class ReviewSelector<K, V> implements Processor<K, V, String, ReviewItem> {

    private final ReviewSettings settings;
    private final String store;
    private final Function<V, Optional<Candidate>> criterion;

    private ProcessorContext<String, ReviewItem> context;
    private Candidates candidates;
    private Cancellable round;

    ReviewSelector(ReviewSettings settings, String store, Function<V, Optional<Candidate>> criterion) {
        this.settings = settings;
        this.store = store;
        this.criterion = criterion;
    }

    @Override
    public void init(ProcessorContext<String, ReviewItem> context) {
        this.context = context;
        this.candidates = new Candidates(context.getStateStore(store), settings.perRound());
        if (round != null) {
            // The task was revived; its clock goes on.
            round.cancel();
            round = null;
        }
        beginRound();
    }

    @Override
    public void process(Record<K, V> record) {
        criterion.apply(record.value()).ifPresent(candidates::offer);
        beginRound();
    }

    /** Only while there is a candidate: a punctuation counts as work, and an idle task would commit all the time. */
    private void beginRound() {
        if (round == null && !candidates.isEmpty()) {
            round = context.schedule(settings.round(), PunctuationType.WALL_CLOCK_TIME, this::endRound);
        }
    }

    private void endRound(long now) {
        candidates.take().forEach(item -> context.forward(new Record<>(item.getEventId(), item, now)));
        round.cancel();
        round = null;
    }
}
