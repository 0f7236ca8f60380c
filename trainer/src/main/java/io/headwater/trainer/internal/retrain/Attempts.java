package io.headwater.trainer.internal.retrain;

import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.trainer.internal.publication.FencedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Counts how often the work on a request ended in a fault, over restarts of the work. After a fault everything begins
 * again from what is committed, the same request first: one that always fails would hold up all others. Faults that pass
 * with time, such as a broker that is away, do not count.
 */
final class Attempts {

    private static final int MOST = 3;

    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    private record Failures(int count, Throwable last) {}

    void failed(List<PendingRequest> requests, Throwable fault) {
        if (passes(fault)) {
            return;
        }
        // What cannot be encoded once never can: a schema is missing.
        int weight = fault instanceof SerializationException ? MOST : 1;
        for (PendingRequest request : requests) {
            failures.merge(
                    request.id(),
                    new Failures(weight, fault),
                    (before, now) -> new Failures(before.count() + now.count(), now.last()));
        }
    }

    void answered(List<PendingRequest> requests) {
        requests.forEach(request -> failures.remove(request.id()));
    }

    /** Why the request is not tried once more; empty while it is. */
    Optional<String> exhausted(PendingRequest request) {
        Failures failed = failures.get(request.id());
        return failed == null || failed.count() < MOST
                ? Optional.empty()
                : Optional.of("The work on it failed again and again: " + failed.last());
    }

    private static boolean passes(Throwable fault) {
        return fault instanceof FencedException
                || fault instanceof RegistryUnavailableException
                || fault instanceof RetriableException
                || fault.getCause() != null && fault.getCause() != fault && passes(fault.getCause());
    }
}
