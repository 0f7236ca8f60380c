package io.headwater.model.internal;

import java.util.regex.Pattern;

/** Names of refs: paths that lead nowhere else. */
public final class RefNames {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._@-]*(/[A-Za-z0-9_-][A-Za-z0-9._@-]*)*");

    private RefNames() {}

    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The name as it is.
     *
     * @throws IllegalArgumentException it is not valid
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a valid name in the artifact store: use letters, digits, '.', '_', '-' and '/'");
        }
        return name;
    }
}
