package io.headwater.streams.internal;

import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** Sends the rejected records of a stream to the dead letters and passes the accepted ones on. */
final class OutcomeRouter {

    private final String deadLetters;
    private final int maxDeadLetterBytes;
    private final Consumer<DeadLetter> listener;

    /**
     * @param deadLetters topic
     * @param maxDeadLetterBytes largest record that the dead letters topic takes
     * @param listener sees every dead letter
     */
    OutcomeRouter(String deadLetters, int maxDeadLetterBytes, Consumer<DeadLetter> listener) {
        this.deadLetters = deadLetters;
        this.maxDeadLetterBytes = maxDeadLetterBytes;
        this.listener = listener;
    }

    /** The values of the accepted records; {@code name} prefixes the names of the processors. */
    <T> KStream<byte[], T> route(KStream<byte[], Outcome<T>> outcomes, String name) {
        outcomes.process(() -> new DeadLetterWriter<T>(maxDeadLetterBytes, listener), Named.as(name + "-dead-letters"))
                .to(
                        deadLetters,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name + "-dead-letters-sink"));
        return outcomes.process(AcceptedValues::new, Named.as(name + "-accepted"));
    }
}
