package io.headwater.service;

import java.util.Locale;
import java.util.Set;

/** Tells which settings must not be printed. */
final class Secrets {

    private static final Set<String> TELLTALES =
            Set.of("password", "secret", "token", "jaas", "credential", "user.info", "private", "keystore.key");

    private Secrets() {}

    static Object masked(String key, Object value) {
        String name = key.toLowerCase(Locale.ROOT);
        return TELLTALES.stream().anyMatch(name::contains) ? "[hidden]" : value;
    }
}
