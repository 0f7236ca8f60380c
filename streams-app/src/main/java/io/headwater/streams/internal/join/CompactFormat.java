package io.headwater.streams.internal.join;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Utils;

/**
 * How predictions and labels are kept in stores and internal topics: a format byte, then variable-length numbers and
 * strings. Without schema ids and field names a row takes well under 100 bytes.
 */
public final class CompactFormat {

    private static final byte FORMAT = 1;
    private static final int NULL = -1;
    private static final int INITIAL_BYTES = 64;

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
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value == null) {
                        return null;
                    }
                    ByteBufferOutputStream bytes = new ByteBufferOutputStream(INITIAL_BYTES);
                    try (DataOutputStream out = new DataOutputStream(bytes)) {
                        out.writeByte(FORMAT);
                        writer.write(value, out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return Utils.toArray(bytes.buffer().flip());
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                        if (in.readByte() != FORMAT) {
                            throw new IOException("unknown format " + bytes[0] + " in " + topic);
                        }
                        return reader.read(in);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static <T> void write(Aged<T> row, DataOutputStream out, Writer<T> writer) throws IOException {
        out.writeBoolean(row.done());
        ByteUtils.writeVarlong(row.streamMillis(), out);
        ByteUtils.writeVarlong(row.wallMillis(), out);
        writer.write(row.value(), out);
    }

    private static <T> Aged<T> read(DataInputStream in, Reader<T> reader) throws IOException {
        boolean done = in.readBoolean();
        long streamMillis = ByteUtils.readVarlong(in);
        long wallMillis = ByteUtils.readVarlong(in);
        return new Aged<>(reader.read(in), done, streamMillis, wallMillis);
    }

    private static void write(Prediction prediction, DataOutputStream out) throws IOException {
        ByteUtils.writeVarint(prediction.partition(), out);
        ByteUtils.writeVarlong(prediction.offset(), out);
        writeText(prediction.label(), out);
        out.writeFloat(prediction.confidence());
        ByteUtils.writeVarint(prediction.version(), out);
    }

    private static Prediction readPrediction(DataInputStream in) throws IOException {
        return new Prediction(
                ByteUtils.readVarint(in),
                ByteUtils.readVarlong(in),
                readText(in),
                in.readFloat(),
                ByteUtils.readVarint(in));
    }

    private static void write(PredictionBatch batch, DataOutputStream out) throws IOException {
        ByteUtils.writeVarint(batch.entries().size(), out);
        for (PredictionBatch.Entry entry : batch.entries()) {
            writeText(entry.eventId(), out);
            write(entry.prediction(), out);
        }
    }

    private static PredictionBatch readPredictions(DataInputStream in) throws IOException {
        int count = ByteUtils.readVarint(in);
        List<PredictionBatch.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new PredictionBatch.Entry(readText(in), readPrediction(in)));
        }
        return new PredictionBatch(entries);
    }

    private static void write(Label label, DataOutputStream out) throws IOException {
        writeText(label.label(), out);
        writeText(label.annotator(), out);
        ByteUtils.writeVarlong(label.labelledAt(), out);
        ByteUtils.writeVarint(label.partition(), out);
        ByteUtils.writeVarlong(label.offset(), out);
    }

    private static Label readLabel(DataInputStream in) throws IOException {
        return new Label(
                readText(in),
                readText(in),
                ByteUtils.readVarlong(in),
                ByteUtils.readVarint(in),
                ByteUtils.readVarlong(in));
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        if (text == null) {
            ByteUtils.writeVarint(NULL, out);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteUtils.writeVarint(bytes.length, out);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = ByteUtils.readVarint(in);
        return length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
