package io.headwater.streams.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceException;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.model.ServedModel;
import io.headwater.model.SessionOptions;
import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.Outcome;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferencePipelineTest {

    private static final String TOPIC = "vision.images";
    private static final Topic<Classification> CLASSIFICATIONS = new Topics(Topics.DEFAULT_PREFIX).classifications();
    private static final List<String> LABELS = List.of("good", "dent", "hole");
    private static final byte[] RED = TestImages.jpeg(40, 40, Color.RED);
    private static final byte[] BLACK = TestImages.jpeg(40, 40, Color.BLACK);

    private final AvroSerdes serdes =
            new AvroSerdes(SchemaRegistry.connect("mock://" + UUID.randomUUID(), Map.of()), true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelSlot slot = new ModelSlot();
    private final AtomicInteger offsets = new AtomicInteger();

    @TempDir
    Path directory;

    private ArtifactStore store;
    private InferencePipeline pipeline;
    private HttpServer webServer;
    private List<String> allowed = List.of();
    private Duration fetchTimeout = Duration.ofSeconds(5);
    private Duration fetchPatience = Duration.ofMinutes(5);

    @BeforeEach
    void openStore() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    @AfterEach
    void close() {
        if (webServer != null) {
            webServer.stop(0);
        }
        pipeline.close();
        slot.close();
        store.close();
    }

    @Test
    void answersWithTheModelOfTheMoment() throws Exception {
        serve(1);
        start(InferenceSession::classify);
        assertThat(accepted(submit("a", RED)).getVersion()).isEqualTo(1);
        serve(2);
        CompletableFuture<Outcome<EncodedClassification>> second = submit("b", RED);

        assertThat(accepted(second).getVersion()).isEqualTo(2);
        assertThat(accepted(second).getTopK()).hasSize(2);
        assertThat(accepted(second).getConfidence())
                .isEqualTo(accepted(second).getTopK().get(0).getScore());
    }

    @Test
    void closesTheOldSessionAfterItsLastImage() throws Exception {
        InferenceSession old = serve(1);
        start(InferenceSession::classify);
        accepted(submit("a", RED));
        serve(2);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(old::isClosed);
        accepted(submit("b", RED));
    }

    @Test
    void oneImageThatTheModelCannotTakeIsTheOnlyOneRejected() throws Exception {
        serve(1);
        start((session, batch, n) -> {
            for (int i = 0; i < n; i++) {
                if (isRed(batch, i)) {
                    throw new InferenceException("cannot take red");
                }
            }
            return session.classify(batch, n);
        });
        List<CompletableFuture<Outcome<EncodedClassification>>> outcomes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            outcomes.add(submit("e" + i, i == 17 ? RED : BLACK));
        }
        for (int i = 0; i < outcomes.size(); i++) {
            if (i == 17) {
                DeadLetter letter = rejected(outcomes.get(i));
                assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.INFERENCE);
                assertThat(letter.message()).contains("cannot take red");
                assertThat(letter.origin().offset()).isEqualTo(17);
            } else {
                assertThat(accepted(outcomes.get(i)).getEventId()).isEqualTo("e" + i);
            }
        }
    }

    @Test
    void aDeviceThatFailsForAWhileCostsNoImage() throws Exception {
        serve(1);
        AtomicInteger failures = new AtomicInteger(6);
        start((session, batch, n) -> {
            if (failures.getAndDecrement() > 0) {
                throw new InferenceException("the device is away");
            }
            return session.classify(batch, n);
        });
        assertThat(accepted(submit("a", RED)).getVersion()).isEqualTo(1);
        assertThat(meters.get("headwater.retries")
                        .tag("what", "inference")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void memoryThatRanOutOnceSendsTheBatchBackAndNoMore() throws Exception {
        serve(1);
        AtomicInteger failures = new AtomicInteger(1);
        start((session, batch, n) -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Cannot reserve direct memory");
            }
            return session.classify(batch, n);
        });
        assertThat(submit("a", RED))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OutOfMemoryError.class);
        assertThat(accepted(submit("b", RED)).getVersion()).isEqualTo(1);
    }

    @Test
    void aRegistryThatIsAwayForAWhileCostsNoImage() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        Deserializer<ImageEvent> deserializer = serdes.deserializer(ImageEvent.class);
        start(
                (topic, bytes) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new RegistryUnavailableException("away", null);
                    }
                    return deserializer.deserialize(topic, bytes);
                },
                InferenceSession::classify);
        assertThat(accepted(submit("a", RED)).getEventId()).isEqualTo("a");
    }

    @Test
    void fetchesImagesByUriAndTriesAgainWhileTheServerIsBusy() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        String uri = webServer(exchange -> {
            boolean busy = requests.getAndIncrement() < 2;
            exchange.sendResponseHeaders(busy ? 503 : 200, busy ? -1 : RED.length);
            if (!busy) {
                exchange.getResponseBody().write(RED);
            }
        });
        serve(1);
        start(InferenceSession::classify);

        assertThat(accepted(submit(byUri("a", uri))).getVersion()).isEqualTo(1);
        assertThat(requests).hasValue(3);
    }

    @Test
    void rejectsAnImageWhoseServerStaysBusy() throws Exception {
        String uri = webServer(exchange -> exchange.sendResponseHeaders(503, -1));
        fetchPatience = Duration.ofMillis(300);
        serve(1);
        start(InferenceSession::classify);

        DeadLetter letter = rejected(submit(byUri("b", uri)));
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.FETCH);
        assertThat(letter.error()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aHostThatNeverAnswersHoldsUpNoOtherImage() throws Exception {
        try (ServerSocket blackHole = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            String base = "http://127.0.0.1:" + blackHole.getLocalPort() + "/";
            allowed = List.of(base);
            fetchTimeout = Duration.ofMinutes(10);
            serve(1);
            start(InferenceSession::classify);
            List<CompletableFuture<Outcome<EncodedClassification>>> stuck = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                stuck.add(submit(byUri("u" + i, base + i + ".jpg")));
            }
            assertThat(accepted(submit("inline", RED)).getEventId()).isEqualTo("inline");
            assertThat(stuck).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void versionsNeverGoBackHoweverLongAnImageTakes() throws Exception {
        serve(1);
        AtomicInteger failures = new AtomicInteger(1);
        Deserializer<ImageEvent> deserializer = serdes.deserializer(ImageEvent.class);
        start(
                (topic, bytes) -> {
                    if (failures.getAndDecrement() > 0) {
                        slot.swap(new ServedModel(2, 2, open(2)));
                        throw new RegistryUnavailableException("away", null);
                    }
                    return deserializer.deserialize(topic, bytes);
                },
                InferenceSession::classify);
        CompletableFuture<Outcome<EncodedClassification>> first = submit("a", RED);
        CompletableFuture<Outcome<EncodedClassification>> second = submit("b", RED);
        assertThat(accepted(first).getVersion()).isEqualTo(1);
        accepted(second);
        assertThat(accepted(submit("c", RED)).getVersion()).isEqualTo(2);
    }

    @Test
    void beginsWithRecordsThatItWasToldToExpect() throws Exception {
        serve(1);
        AtomicInteger classified = new AtomicInteger();
        start((session, batch, n) -> {
            classified.addAndGet(n);
            return session.classify(batch, n);
        });
        List<ImageRecord> records = List.of(record("a", RED), record("b", BLACK), record("c", RED));
        pipeline.expect(records);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> classified.get() == 3);

        assertThat(accepted(pipeline.submit(records.get(1))).getEventId()).isEqualTo("b");
        assertThat(accepted(pipeline.submit(records.get(2))).getEventId()).isEqualTo("c");
        assertThat(classified).hasValue(3);
        // Read again from an earlier offset, announced or not.
        assertThat(accepted(pipeline.submit(records.get(0))).getEventId()).isEqualTo("a");
        pipeline.expect(records.subList(1, 3));
        assertThat(accepted(pipeline.submit(records.get(1))).getEventId()).isEqualTo("b");
        assertThat(accepted(pipeline.submit(records.get(2))).getEventId()).isEqualTo("c");
    }

    @Test
    void fetchesAnExpectedImageOnlyWhenItsTaskComesToIt() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        String uri = webServer(exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, RED.length);
            exchange.getResponseBody().write(RED);
        });
        serve(1);
        start(InferenceSession::classify);
        ImageRecord byUri = record(byUri("a", uri));
        ImageRecord inline = record("b", RED);
        pipeline.expect(List.of(byUri, inline));
        // The later one is done, so a worker has seen the earlier one.
        accepted(pipeline.submit(inline));
        assertThat(requests).hasValue(0);
        pipeline.expect(List.of(byUri, inline));
        assertThat(accepted(pipeline.submit(byUri)).getEventId()).isEqualTo("a");
        assertThat(requests).hasValue(1);
    }

    @Test
    void anExpectedImageThatIsReadAgainKeepsNoOldSessionOpen() throws Exception {
        Ahead ahead = readAheadAndSwap();
        pipeline.expect(List.of(ahead.image()));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(ahead.session()::isClosed);
    }

    @Test
    void anExpectedImageOfAPartitionThatHasLeftKeepsNoOldSessionOpen() throws Exception {
        Ahead ahead = readAheadAndSwap();
        pipeline.forget(ahead.image().origin().partition());

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(ahead.session()::isClosed);
    }

    /** An image by uri that was read ahead, and the session of the model that it holds. */
    private record Ahead(ImageRecord image, InferenceSession session) {}

    private Ahead readAheadAndSwap() throws Exception {
        allowed = List.of("http://127.0.0.1:1/");
        InferenceSession old = serve(1);
        AtomicInteger classified = new AtomicInteger();
        start((session, batch, n) -> {
            classified.addAndGet(n);
            return session.classify(batch, n);
        });
        ImageRecord byUri = record(byUri("a", "http://127.0.0.1:1/image.jpg"));
        pipeline.expect(List.of(byUri, record("b", RED)));
        // The later one is done, so a worker has seen the earlier one.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> classified.get() == 1);
        serve(2);
        assertThat(old.isClosed()).isFalse();
        return new Ahead(byUri, old);
    }

    @Test
    void closingItEndsItsThreadsWithoutAnOutcome() throws Exception {
        serve(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        start((session, batch, n) -> {
            worker.set(Thread.currentThread());
            throw new InferenceException("never works");
        });
        CompletableFuture<Outcome<EncodedClassification>> outcome = submit("a", RED);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> worker.get() != null);
        pipeline.close();

        worker.get().join(Duration.ofSeconds(30).toMillis());
        assertThat(worker.get().isAlive()).isFalse();
        assertThat(outcome).isNotDone();
    }

    /** Starts a server whose images may be fetched, and returns the uri of one that is answered like that. */
    private String webServer(HttpHandler handler) throws IOException {
        webServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webServer.createContext("/", exchange -> {
            handler.handle(exchange);
            exchange.close();
        });
        webServer.start();
        String base = "http://127.0.0.1:" + webServer.getAddress().getPort() + "/";
        allowed = List.of(base);
        return base + "image.jpg";
    }

    private void start(BatchRunner.Engine engine) {
        start(serdes.deserializer(ImageEvent.class), engine);
    }

    private void start(Deserializer<ImageEvent> deserializer, BatchRunner.Engine engine) {
        pipeline = new InferencePipeline(
                new InferencePipeline.Parts(
                        slot,
                        deserializer,
                        new ImageSource(HttpClient.newHttpClient(), allowed, fetchTimeout, 1_000_000),
                        new ImageDecoder(1_000_000),
                        serdes.encoder(CLASSIFICATIONS)),
                new InferencePipeline.Settings("default", 2, 2, new BatchPolicy(8, 20, 1), fetchPatience),
                new ClassifierMetrics(meters),
                Clock.systemUTC(),
                engine);
    }

    private InferenceSession serve(int version) {
        InferenceSession session = open(version);
        slot.swap(new ServedModel(version, version, session));
        return session;
    }

    private InferenceSession open(int version) {
        try {
            var published = TinyModels.publish(store, version, LABELS);
            return InferenceSession.open(
                    store.fetchModel(published.getArtifacts()),
                    SessionOptions.cpu().withMaxBatch(8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Outcome<EncodedClassification>> submit(String eventId, byte[] image) {
        return pipeline.submit(record(eventId, image));
    }

    private CompletableFuture<Outcome<EncodedClassification>> submit(ImageEvent event) {
        return pipeline.submit(record(event));
    }

    private ImageRecord record(String eventId, byte[] image) {
        return record(ImageEvent.newBuilder()
                .setEventId(eventId)
                .setBytes(ByteBuffer.wrap(image))
                .build());
    }

    private ImageRecord record(ImageEvent event) {
        byte[] value = serdes.<ImageEvent>serializer().serialize(TOPIC, event);
        return new ImageRecord(value, new DeadLetter.Origin(TOPIC, 0, offsets.getAndIncrement(), 0));
    }

    private static ImageEvent byUri(String eventId, String uri) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(RED);
        return ImageEvent.newBuilder()
                .setEventId(eventId)
                .setUri(uri)
                .setSha256(HexFormat.of().formatHex(hash))
                .build();
    }

    private Classification accepted(CompletableFuture<Outcome<EncodedClassification>> outcome) throws Exception {
        EncodedClassification encoded =
                ((Outcome.Accepted<EncodedClassification>) outcome.get(30, TimeUnit.SECONDS)).value();
        assertThat(serdes.deserializer(Classification.class).deserialize(CLASSIFICATIONS.name(), encoded.bytes()))
                .as("what goes to the topic")
                .isEqualTo(encoded.classification());
        return encoded.classification();
    }

    private static DeadLetter rejected(CompletableFuture<Outcome<EncodedClassification>> outcome) throws Exception {
        return ((Outcome.Rejected<EncodedClassification>) outcome.get(30, TimeUnit.SECONDS)).deadLetter();
    }

    private static boolean isRed(Batch batch, int image) {
        ByteBuffer pixels = batch.slot(image);
        return (pixels.get(0) & 0xff) > 200 && (pixels.get(1) & 0xff) < 60;
    }
}
