package io.headwater.streams.internal.review;

import io.headwater.vision.ReviewItem;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Passes the best candidates of each round on, under their event ids. */
final class ReviewSelector<K> implements Processor<K, ReviewItem, String, ReviewItem> {

    private final ReviewSettings settings;
    private final String store;

    private ProcessorContext<String, ReviewItem> context;
    private Candidates candidates;
    private Cancellable round;

    ReviewSelector(ReviewSettings settings, String store) {
        this.settings = settings;
        this.store = store;
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
    public void process(Record<K, ReviewItem> record) {
        candidates.offer(record.value());
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
