package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.Shot;
import io.headwater.cli.demo.audit.Tally;
import io.headwater.schemas.Topics;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.RetrainResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What the topics show so far: the story waits for it to change. */
final class LoopWatch implements AutoCloseable {

    private record Row(String phase, int version) {}

    private final TruthLedger ledger;
    private final String deadLetterTopic;
    private final TopicTail tail;
    private final Map<Row, Tally> tallies = new HashMap<>();
    private final Map<String, Integer> samplesByLabel = new HashMap<>();
    private final Set<String> sampled = new HashSet<>();
    private final Map<String, RetrainResult> results = new HashMap<>();
    private long answered;
    private int liveVersion;

    LoopWatch(DemoClients clients, TruthLedger ledger, Failure failure) {
        this.ledger = ledger;
        Topics topics = clients.topics();
        deadLetterTopic = topics.deadLetters().name();
        tail = new TopicTail(
                "demo-watch",
                clients,
                List.of(topics.classifications(), topics.samples(), topics.retrainResults(), topics.deadLetters()),
                this::see,
                failure);
    }

    private synchronized void see(String topic, SpecificRecord value) {
        if (topic.equals(deadLetterTopic)) {
            answered++;
        } else if (value instanceof Classification classification) {
            see(classification);
        } else if (value instanceof LabeledSample sample) {
            if (sampled.add(sample.getEventId())) {
                samplesByLabel.merge(sample.getLabel(), 1, Integer::sum);
            }
        } else if (value instanceof RetrainResult result) {
            results.putIfAbsent(result.getRequestId(), result);
        }
        notifyAll();
    }

    private void see(Classification classification) {
        answered++;
        Shot shot = ledger.of(classification.getEventId());
        if (shot != null && classification.getStatus() == ClassificationStatus.CLASSIFIED) {
            int version = classification.getVersion();
            liveVersion = Math.max(liveVersion, version);
            tally(shot.phase(), version).add(shot.label(), shot.label().equals(classification.getLabel()));
        }
    }

    private Tally tally(String phase, int version) {
        return tallies.computeIfAbsent(new Row(phase, version), row -> new Tally());
    }

    /** Classifications, NO_MODEL included, and dead letters. */
    synchronized long answered() {
        return answered;
    }

    /** Newest version that has classified; 0 for none. */
    synchronized int liveVersion() {
        return liveVersion;
    }

    synchronized long samples() {
        return sampled.size();
    }

    synchronized long samples(String label) {
        return samplesByLabel.getOrDefault(label, 0);
    }

    synchronized Optional<RetrainResult> result(String requestId) {
        return Optional.ofNullable(results.get(requestId));
    }

    /** Classifications of the phase's pictures by the version. */
    synchronized long events(String phase, int version) {
        return tally(phase, version).events();
    }

    synchronized long events(String phase, int version, String label) {
        return tally(phase, version).events(label);
    }

    /** Share of them that is right, 0 to 1. */
    synchronized double accuracy(String phase, int version) {
        return tally(phase, version).accuracy();
    }

    synchronized double recall(String phase, int version, String label) {
        return tally(phase, version).recall().getOrDefault(label, 0.0);
    }

    /** Waits for the next record, or the time-out. */
    synchronized void awaitChange(long timeoutMillis) throws InterruptedException {
        wait(timeoutMillis);
    }

    @Override
    public void close() {
        tail.close();
    }
}
