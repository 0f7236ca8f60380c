package io.headwater.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Avro records as JSON values: fields in order, times as ISO 8601, enums by name, bytes left out. */
final class AvroJson {

    private AvroJson() {}

    static Map<String, Object> of(SpecificRecord value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : value.getSchema().getFields()) {
            Object content = value.get(field.pos());
            if (!(content instanceof java.nio.ByteBuffer)) {
                fields.put(field.name(), convert(content));
            }
        }
        return fields;
    }

    private static Object convert(Object value) {
        if (value instanceof SpecificRecord child) {
            return of(child);
        }
        if (value instanceof List<?> list) {
            List<Object> converted = new ArrayList<>();
            list.forEach(element -> converted.add(convert(element)));
            return converted;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> converted = new LinkedHashMap<>();
            map.forEach((key, element) -> converted.put(key.toString(), convert(element)));
            return converted;
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value.toString();
    }
}
