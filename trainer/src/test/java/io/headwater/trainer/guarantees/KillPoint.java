package io.headwater.trainer.guarantees;

import io.headwater.schemas.Topic;
import io.headwater.trainer.testing.TopicWatch;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainProgress;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;

/** A moment of a retraining that can be seen from outside. */
interface KillPoint {

    /** Makes the request by {@code send}, and returns at the moment. */
    void reach(TrainerWorld world, String requestId, Runnable send) throws Exception;

    /** Right after the request was sent. */
    static KillPoint request() {
        return (world, requestId, send) -> send.run();
    }

    /** So long after the phase was seen to begin. */
    static KillPoint phase(RetrainPhase phase, int millis) {
        return (world, requestId, send) -> {
            try (TopicWatch<RetrainProgress> progress =
                    world.watch(world.topics().retrainProgress())) {
                send.run();
                progress.await(each ->
                        each.getRequestId().equals(requestId) && each.getPhase().compareTo(phase) >= 0);
                Thread.sleep(millis);
            }
        };
    }

    /** When a new file is in the artifact store: of a dataset or a version, whole or not. */
    static KillPoint artifact() {
        return (world, requestId, send) -> {
            Set<Path> before = files(world.artifacts());
            send.run();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> !before.containsAll(files(world.artifacts())));
        };
    }

    /** When the version is in the topic and its transaction still open, or just committed. */
    static KillPoint uncommittedVersion() {
        return uncommitted(world -> world.topics().models());
    }

    /** When the answer is in the topic and its transaction still open, or just committed. */
    static KillPoint uncommittedAnswer() {
        return uncommitted(world -> world.topics().retrainResults());
    }

    private static <T extends SpecificRecord> KillPoint uncommitted(Function<TrainerWorld, Topic<T>> topic) {
        return (world, requestId, send) -> {
            try (TopicWatch<T> records = world.watchUncommitted(topic.apply(world))) {
                send.run();
                records.await(record -> isFor(record, requestId));
            }
        };
    }

    /** When the answer can be read. */
    static KillPoint answer() {
        return (world, requestId, send) -> {
            try (TopicWatch<RetrainResult> results = world.watch(world.topics().retrainResults())) {
                send.run();
                results.await(result -> isFor(result, requestId));
            }
        };
    }

    private static boolean isFor(Object record, String requestId) {
        return record instanceof ModelVersion version && requestId.equals(version.getRequestId())
                || record instanceof RetrainResult result && requestId.equals(result.getRequestId());
    }

    /** A file may be gone before it is looked at: the store gives it another name when it is whole. */
    private static Set<Path> files(Path directory) throws IOException {
        Set<Path> files = new TreeSet<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }

    /** Twenty of them: each kind, and moments drawn after the phases. */
    static List<KillPoint> twenty(long seed) {
        List<KillPoint> points = new ArrayList<>(List.of(
                request(),
                phase(RetrainPhase.WAITING, 0),
                phase(RetrainPhase.SAMPLES, 0),
                phase(RetrainPhase.TRAINING, 0),
                phase(RetrainPhase.CHECKING, 0),
                phase(RetrainPhase.JUDGING, 0),
                phase(RetrainPhase.PUBLISHING, 0),
                artifact(),
                uncommittedVersion(),
                uncommittedAnswer(),
                answer()));
        RetrainPhase[] phases = {
            RetrainPhase.SAMPLES, RetrainPhase.TRAINING, RetrainPhase.CHECKING, RetrainPhase.PUBLISHING
        };
        Random random = new Random(seed);
        while (points.size() < 20) {
            points.add(phase(phases[points.size() % phases.length], random.nextInt(120)));
        }
        return points;
    }
}
