package io.headwater.benchmark.speed.contender;

/** The contenders that are Java programs, by name. */
final class Contenders {

    private Contenders() {}

    static Contender create(Assignment assignment) throws Exception {
        return switch (assignment.contender()) {
            case "bare" -> new BareLoop(assignment);
            case "headwater-eos", "headwater-int8" -> new HeadwaterApp(assignment, "exactly_once_v2");
            case "headwater-alo" -> new HeadwaterApp(assignment, "at_least_once");
            case "streams-per-record" -> new StreamsPerRecord(assignment);
            case "streams-as-published" -> new StreamsAsPublished(assignment);
            case "consumer-loop" -> new ConsumerLoop(assignment);
            case "flink" -> new FlinkJob(assignment);
            default -> throw new IllegalArgumentException("No contender '" + assignment.contender() + "'");
        };
    }
}
