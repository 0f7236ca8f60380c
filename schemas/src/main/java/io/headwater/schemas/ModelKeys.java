package io.headwater.schemas;

/** Record keys of the model topics. */
public final class ModelKeys {

    /** The alias of the version that serves. */
    public static final String CHAMPION = "champion";

    /** The alias of a version that runs beside the champion to be compared with it. */
    public static final String CHALLENGER = "challenger";

    private ModelKeys() {}

    /** {@code model/version}, as in {@code default/3}. */
    public static String version(String model, int version) {
        return model + "/" + version;
    }

    /** {@code model/alias}, as in {@code default/champion}. */
    public static String alias(String model, String alias) {
        return model + "/" + alias;
    }
}
