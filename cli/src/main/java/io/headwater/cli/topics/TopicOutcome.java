package io.headwater.cli.topics;

import java.util.List;

/**
 * What became of a topic of the catalogue.
 *
 * @param differences how an existing topic differs from the catalogue, in words; empty unless DIFFERS
 * @param schemaId id of the value schema in the registry; null where values are raw bytes
 * @param schemaNew whether the schema was registered by this run
 */
public record TopicOutcome(String topic, State state, List<String> differences, Integer schemaId, boolean schemaNew) {

    /** Whether the topic was there, and as the catalogue says. */
    public enum State {
        CREATED,
        UNCHANGED,
        DIFFERS
    }
}
