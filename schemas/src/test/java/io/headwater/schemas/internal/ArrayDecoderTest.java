package io.headwater.schemas.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class ArrayDecoderTest {

    private static final Schema SCHEMA = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "All", "fields": [
                      {"name": "truth", "type": "boolean"},
                      {"name": "small", "type": "int"},
                      {"name": "large", "type": "long"},
                      {"name": "single", "type": "float"},
                      {"name": "double", "type": "double"},
                      {"name": "text", "type": "string"},
                      {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                      {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 3}},
                      {"name": "maybe", "type": ["null", "string"]},
                      {"name": "list", "type": {"type": "array", "items": "long"}},
                      {"name": "map", "type": {"type": "map", "values": "int"}},
                      {"name": "bytes", "type": "bytes"}
                    ]}""");

    /** Skips everything but the last field. */
    private static final Schema LAST = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "All", "fields": [{"name": "bytes", "type": "bytes"}]}""");

    private static final GenericRecord RECORD = new GenericRecordBuilder(SCHEMA)
            .set("truth", true)
            .set("small", Integer.MIN_VALUE)
            .set("large", Long.MAX_VALUE)
            .set("single", -1.5f)
            .set("double", Math.PI)
            .set("text", "höher")
            .set("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), "B"))
            .set("hash", new GenericData.Fixed(SCHEMA.getField("hash").schema(), new byte[] {1, 2, 3}))
            .set("maybe", "there")
            .set("list", List.of(1L, -70_000L, 0L))
            .set("map", Map.of("key", 7))
            .set("bytes", ByteBuffer.wrap(new byte[] {9, 8, 7}))
            .build();

    @Test
    void readsWhatAvrosOwnDecoderReads() throws IOException {
        byte[] bytes = encoded(false);
        assertThat(read(SCHEMA, bytes, 0).toString())
                .isEqualTo(new GenericDatumReader<>(SCHEMA)
                        .read(null, DecoderFactory.get().binaryDecoder(bytes, null))
                        .toString());
    }

    @Test
    void skipsFieldsThatTheReaderDoesNotKnowInBlocksOrNot() throws IOException {
        for (boolean blocks : new boolean[] {false, true}) {
            GenericRecord read = read(LAST, encoded(blocks), 0);
            assertThat(read.get("bytes")).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8, 7}));
        }
    }

    @Test
    void bytesAreAViewOfTheArray() throws IOException {
        byte[] bytes = encoded(false);
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 5, bytes.length);
        ByteBuffer view = (ByteBuffer) read(SCHEMA, shifted, 5).get("bytes");
        assertThat(view.array()).isSameAs(shifted);
        assertThat(view).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8, 7}));
    }

    @Test
    void anEndThatComesTooEarlyIsAnError() throws IOException {
        byte[] bytes = encoded(false);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(SCHEMA, cut, 0)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLengthBeyondTheEndAllocatesNothing() {
        byte[] twoGigabytes = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        assertThatThrownBy(() -> new ArrayDecoder(twoGigabytes, 0).readBytes(null))
                .isInstanceOf(EOFException.class);
    }

    private static GenericRecord read(Schema reader, byte[] bytes, int offset) throws IOException {
        return new GenericDatumReader<GenericRecord>(SCHEMA, reader).read(null, new ArrayDecoder(bytes, offset));
    }

    private static byte[] encoded(boolean blocks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = blocks
                ? EncoderFactory.get().blockingBinaryEncoder(bytes, null)
                : EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(RECORD, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
