package io.headwater.trainer.internal.retrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Requests between the thread that polls them and the thread that works on them, by offset. Safe for use by both.
 */
public final class RequestQueue {

    private final TreeMap<Long, PendingRequest> waiting = new TreeMap<>();
    private long nextOffset;

    /** Empties the queue; what comes next begins at the offset. */
    public synchronized void restart(long offset) {
        waiting.clear();
        nextOffset = offset;
    }

    /** Adds a request. */
    public synchronized void add(PendingRequest request) {
        waiting.put(request.offset(), request);
        nextOffset = request.offset() + 1;
    }

    /** Notes a record that needs no answer. */
    public synchronized void pass(long offset) {
        nextOffset = offset + 1;
    }

    /** The oldest request. */
    public synchronized Optional<PendingRequest> oldest() {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.firstEntry().getValue());
    }

    /** The oldest request and all that ask for the same with the same settings: one training answers them. */
    public synchronized List<PendingRequest> oldestAndAlike() {
        List<PendingRequest> alike = new ArrayList<>();
        oldest().ifPresent(first -> waiting.values().stream()
                .filter(other ->
                        other.request().getOverrides().equals(first.request().getOverrides()))
                .forEach(alike::add));
        return alike;
    }

    /** Where reading would have to go on if these were done: the first request that would still wait, or the end. */
    public synchronized long nextOffsetWithout(List<PendingRequest> done) {
        return waiting.values().stream()
                .filter(request -> !done.contains(request))
                .mapToLong(PendingRequest::offset)
                .findFirst()
                .orElse(nextOffset);
    }

    /** Takes requests out that have their answer. */
    public synchronized void remove(List<PendingRequest> done) {
        done.forEach(request -> waiting.remove(request.offset()));
    }

    public synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }
}
