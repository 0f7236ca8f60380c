package io.headwater.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the text form of a preprocessing: {@code [PRESET,][KEY=VALUE,…]}, where a value may hold commas itself. */
final class PreprocessingParser {

    private static final int DEFAULT_SIZE = 224;

    private PreprocessingParser() {}

    static Preprocessing parse(String text) {
        String preset = null;
        Map<String, List<String>> settings = new LinkedHashMap<>();
        List<String> open = null;
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                open = new ArrayList<>();
                settings.put(part.substring(0, equals).strip().toLowerCase(Locale.ROOT), open);
                open.add(part.substring(equals + 1).strip());
            } else if (open != null) {
                open.add(part.strip());
            } else if (preset == null) {
                preset = part.strip();
            } else {
                throw invalid(text, "'" + part.strip() + "' is not a setting");
            }
        }
        return build(text, preset, settings);
    }

    private static Preprocessing build(String text, String preset, Map<String, List<String>> settings) {
        if (preset == null && !(settings.containsKey("mean") && settings.containsKey("std"))) {
            throw invalid(text, "it needs a preset, or mean and std");
        }
        Preprocessing base = Preprocessing.named(preset == null ? "raw" : preset, DEFAULT_SIZE);
        int size = base.inputSize();
        Resize resize = base.resize();
        float[] mean = base.mean();
        float[] std = base.std();
        boolean bgr = base.bgr();
        for (Map.Entry<String, List<String>> setting : settings.entrySet()) {
            String value = String.join(",", setting.getValue());
            switch (setting.getKey()) {
                case "size" -> size = (int) number(text, value);
                case "resize" -> resize = Resize.parse(value);
                case "mean" -> mean = numbers(text, setting.getValue());
                case "std" -> std = numbers(text, setting.getValue());
                case "order" -> bgr = isBgr(text, value);
                default ->
                    throw invalid(text, "'" + setting.getKey() + "' is not one of mean, std, size, resize and order");
            }
        }
        requirePixelUnits(text, mean, std);
        return new Preprocessing(size, resize, mean, std, bgr);
    }

    /** Means and deviations are often given for pixels from 0 to 1; taken as 0 to 255 they would silently ruin a model. */
    private static void requirePixelUnits(String text, float[] mean, float[] std) {
        for (int i = 0; i < std.length; i++) {
            if (std[i] > 0 && std[i] < 1 && mean[Math.min(i, mean.length - 1)] <= 1) {
                throw invalid(text, "mean and std are in units of 0 to 255, multiply those of 0 to 1 by 255");
            }
        }
    }

    private static boolean isBgr(String text, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "rgb" -> false;
            case "bgr" -> true;
            default -> throw invalid(text, "order is rgb or bgr");
        };
    }

    private static float[] numbers(String text, List<String> values) {
        // One value stands for all three channels.
        float[] numbers = new float[values.size() == 1 ? 3 : values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(text, values.get(Math.min(i, values.size() - 1)));
        }
        return numbers;
    }

    private static float number(String text, String value) {
        try {
            return Float.parseFloat(value);
        } catch (NumberFormatException e) {
            throw invalid(text, "'" + value + "' is not a number");
        }
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("Preprocessing '" + text + "' is not valid: " + why);
    }
}
