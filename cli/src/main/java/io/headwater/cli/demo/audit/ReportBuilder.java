package io.headwater.cli.demo.audit;

import io.headwater.cli.demo.audit.DemoReport.Figures;
import io.headwater.cli.demo.audit.DemoReport.Phase;
import io.headwater.cli.demo.audit.DemoReport.Version;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Counts and compares what was found in the topics. */
final class ReportBuilder {

    /** Stands for "no model" where versions are sorted. */
    private static final int NO_VERSION = 0;

    private final TopicRecords found;
    private final Map<String, Shot> truth;
    private final PhaseNames names;

    ReportBuilder(TopicRecords found, Map<String, Shot> truth, PhaseNames names) {
        this.found = found;
        this.truth = truth;
        this.names = names;
    }

    DemoReport build() {
        Map<TopicRecords.Place, Integer> classified = new HashMap<>();
        for (Classification classification : found.classifications) {
            classified.merge(imageOf(classification), 1, Integer::sum);
        }
        Map<TopicRecords.Place, Integer> answered = new HashMap<>(classified);
        found.deadLetterOrigins.forEach(origin -> answered.merge(origin, 1, Integer::sum));
        answered.keySet().retainAll(found.images.keySet());
        classified.keySet().retainAll(found.images.keySet());
        List<Phase> phases = phases();
        return new DemoReport(
                found.images.size(),
                classified.size(),
                found.images.size() - answered.size(),
                answered.values().stream().filter(count -> count > 1).count(),
                found.deadLetters,
                found.feedback,
                found.samples.size(),
                versions(),
                phases,
                figures(phases));
    }

    private static TopicRecords.Place imageOf(Classification classification) {
        return new TopicRecords.Place(
                new TopicPartition(
                        classification.getImage().getTopic(),
                        classification.getImage().getPartition()),
                classification.getImage().getOffset());
    }

    private List<Phase> phases() {
        Map<String, Map<Integer, Tally>> tallies = new HashMap<>();
        for (Classification classification : found.classifications) {
            Shot shot = truth.get(classification.getEventId());
            if (shot != null) {
                boolean hasModel = classification.getStatus() == ClassificationStatus.CLASSIFIED;
                tallies.computeIfAbsent(shot.phase(), phase -> new TreeMap<>())
                        .computeIfAbsent(hasModel ? classification.getVersion() : NO_VERSION, version -> new Tally())
                        .add(shot.label(), shot.label().equals(classification.getLabel()));
            }
        }
        List<Phase> phases = new ArrayList<>();
        for (String name : names.inOrder()) {
            tallies.getOrDefault(name, Map.of())
                    .forEach((version, tally) -> phases.add(
                            version == NO_VERSION
                                    ? new Phase(name, null, null, tally.events(), Map.of())
                                    : new Phase(name, version, tally.accuracy(), tally.events(), tally.recall())));
        }
        return phases;
    }

    private List<Version> versions() {
        Map<String, Instant> asked = found.results.stream()
                .collect(Collectors.toMap(
                        RetrainResult::getRequestId, RetrainResult::getRequestedAt, (first, second) -> first));
        Map<Integer, Instant> live = new HashMap<>();
        for (Classification classification : found.classifications) {
            if (classification.getVersion() != null) {
                live.merge(
                        classification.getVersion(),
                        classification.getClassifiedAt(),
                        (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return found.versions.stream()
                .sorted(Comparator.comparingInt(ModelVersion::getVersion))
                .map(version -> version(version, asked.get(version.getRequestId()), live.get(version.getVersion())))
                .toList();
    }

    private static Version version(ModelVersion version, Instant asked, Instant live) {
        int trained = version.getLineage().getSamplesPerLabel().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return new Version(
                version.getVersion(),
                version.getDecision().name(),
                round(version.getMetrics().getAccuracy(), 4),
                trained + version.getMetrics().getSamples(),
                trained,
                round(version.getTrainMillis() / 1000.0, 3),
                asked == null || live == null
                        ? null
                        : round(Duration.between(asked, live).toMillis() / 1000.0, 3));
    }

    private Figures figures(List<Phase> phases) {
        List<Phase> withModel =
                phases.stream().filter(phase -> phase.version() != null).toList();
        long promoted = found.versions.stream()
                .filter(version -> version.getDecision() == Decision.PROMOTED)
                .count();
        return new Figures(
                promoted,
                first(withModel, names.learning(), Phase::onlineAccuracy),
                last(withModel, names.learning(), Phase::onlineAccuracy),
                last(withModel, names.newKind(), phase -> phase.recall().get(names.newKindLabel())),
                last(withModel, names.newKind(), Phase::onlineAccuracy),
                first(withModel, names.newLight(), Phase::onlineAccuracy),
                last(withModel, names.newLight(), Phase::onlineAccuracy));
    }

    private static Double first(List<Phase> phases, String name, Function<Phase, Double> figure) {
        return phases.stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .map(figure)
                .orElse(null);
    }

    private static Double last(List<Phase> phases, String name, Function<Phase, Double> figure) {
        return phases.stream()
                .filter(phase -> phase.name().equals(name))
                .reduce((earlier, later) -> later)
                .map(figure)
                .orElse(null);
    }

    private static double round(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
