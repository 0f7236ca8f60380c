package io.headwater.streams.internal.join;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * How predictions and labels are kept in stores and internal topics: a format byte, then variable-length numbers and
 * strings. Without schema ids and field names a row takes well under 100 bytes.
 */
public final class CompactFormat {

    private static final byte FORMAT = 1;
    static final int NULL = -1;

    /** Used again: growing one for each batch was a twelfth of what a stream thread does for a small network's image. */
    private static final ThreadLocal<CompactOutput> OUTPUTS = ThreadLocal.withInitial(CompactOutput::new);

    private CompactFormat() {}

    /** Predictions on their way to the join. */
    public static Serde<PredictionBatch> predictions() {
        return serde(CompactFormat::write, CompactFormat::readPredictions);
    }

    /** Labels on their way to the join. */
    public static Serde<Label> label() {
        return serde(CompactFormat::write, CompactFormat::readLabel);
    }

    static Serde<Aged<Prediction>> agedPrediction() {
        return serde(
                (row, out) -> write(row, out, CompactFormat::write), in -> read(in, CompactFormat::readPrediction));
    }

    static Serde<Aged<PredictionBatch>> agedPredictions() {
        return serde(
                (row, out) -> write(row, out, CompactFormat::write), in -> read(in, CompactFormat::readPredictions));
    }

    static Serde<Aged<Label>> agedLabel() {
        return serde((row, out) -> write(row, out, CompactFormat::write), in -> read(in, CompactFormat::readLabel));
    }

    private interface Writer<T> {
        void write(T value, CompactOutput out);
    }

    private interface Reader<T> {
        T read(ByteBuffer in);
    }

    private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value == null) {
                        return null;
                    }
                    CompactOutput out = OUTPUTS.get();
                    out.clear();
                    out.writeByte(FORMAT);
                    writer.write(value, out);
                    return out.toByteArray();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    try {
                        ByteBuffer in = ByteBuffer.wrap(bytes);
                        if (in.get() != FORMAT) {
                            throw new SerializationException("A row in " + topic + " has the unknown format " + bytes[0]
                                    + ": run the release that wrote it, or reset the application");
                        }
                        return reader.read(in);
                    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
                        throw new SerializationException(
                                "A row of " + bytes.length + " bytes in " + topic
                                        + " is broken: restore the topic, or reset the application",
                                e);
                    }
                });
    }

    private static <T> void write(Aged<T> row, CompactOutput out, Writer<T> writer) {
        out.writeByte(row.done() ? 1 : 0);
        out.writeNumber(row.streamMillis());
        out.writeNumber(row.wallMillis());
        writer.write(row.value(), out);
    }

    private static <T> Aged<T> read(ByteBuffer in, Reader<T> reader) {
        boolean done = in.get() != 0;
        long streamMillis = ByteUtils.readVarlong(in);
        long wallMillis = ByteUtils.readVarlong(in);
        return new Aged<>(reader.read(in), done, streamMillis, wallMillis);
    }

    private static void write(Prediction prediction, CompactOutput out) {
        out.writeNumber(prediction.partition());
        out.writeNumber(prediction.offset());
        out.writeText(prediction.label());
        out.writeFloat(prediction.confidence());
        out.writeNumber(prediction.version());
    }

    private static Prediction readPrediction(ByteBuffer in) {
        return new Prediction(
                ByteUtils.readVarint(in),
                ByteUtils.readVarlong(in),
                readText(in),
                in.getFloat(),
                ByteUtils.readVarint(in));
    }

    private static void write(PredictionBatch batch, CompactOutput out) {
        out.writeNumber(batch.entries().size());
        for (PredictionBatch.Entry entry : batch.entries()) {
            out.writeText(entry.eventId());
            write(entry.prediction(), out);
        }
    }

    private static PredictionBatch readPredictions(ByteBuffer in) {
        int count = ByteUtils.readVarint(in);
        List<PredictionBatch.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new PredictionBatch.Entry(readText(in), readPrediction(in)));
        }
        return new PredictionBatch(entries);
    }

    private static void write(Label label, CompactOutput out) {
        out.writeText(label.label());
        out.writeText(label.annotator());
        out.writeNumber(label.labelledAt());
        out.writeNumber(label.partition());
        out.writeNumber(label.offset());
    }

    private static Label readLabel(ByteBuffer in) {
        return new Label(
                readText(in),
                readText(in),
                ByteUtils.readVarlong(in),
                ByteUtils.readVarint(in),
                ByteUtils.readVarlong(in));
    }

    private static String readText(ByteBuffer in) {
        int length = ByteUtils.readVarint(in);
        if (length == NULL) {
            return null;
        }
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
