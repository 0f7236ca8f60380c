package io.headwater.cli.client;

import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.schemas.Topics;
import io.headwater.vision.Classification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/**
 * Follows what becomes of images that are sent: each is classified or becomes a dead letter. They are recognised by
 * their place in Kafka, so that earlier records of the same event do not count. Open it before sending.
 */
public final class Outcomes implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration NO_WAIT = Duration.ZERO;

    private final String images;
    private final TopicReader<Classification> classifications;
    private final TopicReader<SpecificRecord> deadLetters;
    private final Map<Place, ImageFile> pending = new ConcurrentHashMap<>();
    private final Map<String, Integer> deadLetterErrors = new TreeMap<>();
    private final Score score = new Score();

    private record Place(int partition, long offset) {}

    public Outcomes(Cluster cluster) {
        Topics topics = cluster.topics();
        images = topics.images().name();
        classifications = TopicReader.fromNow(cluster, topics.classifications());
        deadLetters = TopicReader.fromNow(cluster, topics.deadLetters());
    }

    /** Tells that the file was sent; may be called from any thread. */
    public void sent(ImageFile file, RecordMetadata where) {
        pending.put(new Place(where.partition(), where.offset()), file);
    }

    /**
     * Waits for the rest. Call it when all has been sent.
     *
     * @param patience how long to wait without anything new
     * @param progress gets the number of images that are done
     */
    public void await(Duration patience, java.util.function.LongConsumer progress) {
        int total = pending.size();
        long lastNews = System.nanoTime();
        while (!pending.isEmpty() && System.nanoTime() - lastNews < patience.toNanos()) {
            int before = pending.size();
            classifications.poll(POLL).forEach(this::classified);
            deadLetters.poll(NO_WAIT).forEach(this::rejected);
            if (pending.size() < before) {
                lastNews = System.nanoTime();
                progress.accept(total - pending.size());
            }
        }
    }

    private void classified(TopicReader.Entry<Classification> entry) {
        Classification result = entry.value();
        if (result != null && result.getImage().getTopic().equals(images)) {
            ImageFile file = pending.remove(new Place(
                    result.getImage().getPartition(), result.getImage().getOffset()));
            if (file != null) {
                score.add(file.directory(), result);
            }
        }
    }

    private void rejected(TopicReader.Entry<SpecificRecord> entry) {
        String partition = header(entry, DeadLetterHeaders.PARTITION);
        String offset = header(entry, DeadLetterHeaders.OFFSET);
        if (images.equals(header(entry, DeadLetterHeaders.TOPIC)) && partition != null && offset != null) {
            Place place = new Place(Integer.parseInt(partition), Long.parseLong(offset));
            ImageFile file = pending.remove(place);
            if (file != null) {
                String error = header(entry, DeadLetterHeaders.ERROR);
                deadLetterErrors.merge(error == null ? "UNKNOWN" : error, 1, Integer::sum);
                score.addRejected(file.directory());
            }
        }
    }

    private static String header(TopicReader.Entry<?> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Images of which nothing has been heard. */
    public int missing() {
        return pending.size();
    }

    /** Dead letters by error. */
    public Map<String, Integer> deadLetters() {
        return deadLetterErrors;
    }

    /** How the classifications compare with the directories' names. */
    public Score score() {
        return score;
    }

    @Override
    public void close() {
        classifications.close();
        deadLetters.close();
    }
}
