package io.headwater.cli.client;

import io.headwater.vision.Feedback;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is up for review and has not been looked at. An event with a label is done; one that is there because of its
 * label is done when it has a later one.
 */
public final class ReviewList implements AutoCloseable {

    private static final Duration NO_WAIT = Duration.ZERO;

    /** Events without a label before those that want a second look, then the lowest margin, then the newest. */
    private static final Comparator<ReviewItem> ORDER = Comparator.comparing(
                    (ReviewItem item) -> item.getReason() == ReviewReason.DISAGREEMENT)
            .thenComparing(ReviewItem::getMargin, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(ReviewItem::getClassifiedAt, Comparator.reverseOrder())
            .thenComparing(ReviewItem::getEventId);

    private final TopicReader<ReviewItem> items;
    private final TopicReader<Feedback> feedback;
    private final Map<String, ReviewItem> byEvent = new LinkedHashMap<>();
    private final Map<String, Instant> labelled = new HashMap<>();

    private ReviewList(TopicReader<ReviewItem> items, TopicReader<Feedback> feedback) {
        this.items = items;
        this.feedback = feedback;
    }

    /** Reads all that is kept of both topics. */
    public static ReviewList read(Cluster cluster) {
        ReviewList list = new ReviewList(
                TopicReader.fromBeginning(cluster, cluster.topics().review()),
                TopicReader.fromBeginning(cluster, cluster.topics().feedback()));
        try {
            list.items.readToEnd().forEach(list::add);
            list.feedback.readToEnd().forEach(list::label);
            return list;
        } catch (RuntimeException e) {
            list.close();
            throw e;
        }
    }

    /** The events to label, those first that teach most; each is there once. */
    public List<ReviewItem> open() {
        return byEvent.values().stream().filter(this::isOpen).sorted(ORDER).toList();
    }

    /** What has come up since, waiting for it up to the time-out. */
    public List<ReviewItem> poll(Duration timeout) {
        List<ReviewItem> fresh = new ArrayList<>();
        items.poll(timeout).stream().filter(entry -> entry.value() != null).forEach(entry -> fresh.add(entry.value()));
        feedback.poll(NO_WAIT).forEach(this::label);
        return fresh.stream().filter(this::isOpen).sorted(ORDER).toList();
    }

    private void add(TopicReader.Entry<ReviewItem> entry) {
        if (entry.value() != null) {
            byEvent.put(entry.value().getEventId(), entry.value());
        }
    }

    private void label(TopicReader.Entry<Feedback> entry) {
        if (entry.value() != null) {
            labelled.merge(
                    entry.value().getEventId(),
                    entry.value().getLabelledAt(),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private boolean isOpen(ReviewItem item) {
        Instant last = labelled.get(item.getEventId());
        return last == null || (item.getLabelledAt() != null && !last.isAfter(item.getLabelledAt()));
    }

    @Override
    public void close() {
        items.close();
        feedback.close();
    }
}
