package io.headwater.model.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The places that images may be fetched from. An event can hold any uri: without a check a producer could make the
 * classifier read what only its own network sees.
 */
public final class AllowedUris {

    private final List<URI> prefixes;

    /** @param prefixes http or https, such as {@code https://images.example.com/line-1/} */
    public AllowedUris(List<String> prefixes) {
        this.prefixes = prefixes.stream().map(AllowedUris::prefix).toList();
    }

    private static URI prefix(String text) {
        URI uri = parse(text);
        if (uri == null) {
            throw new IllegalArgumentException("image.uri.allow: '" + text
                    + "' is not a prefix such as https://images.example.com/ or http://10.0.0.7:8080/line-1/");
        }
        return uri;
    }

    /** The uri where it is allowed, else null. */
    public URI check(String text) {
        URI uri = parse(text);
        return uri != null && prefixes.stream().anyMatch(prefix -> covers(prefix, uri)) ? uri : null;
    }

    /** An absolute http uri without tricks; null for everything else. */
    private static URI parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme();
            boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return http && uri.getHost() != null && uri.getUserInfo() == null && !climbs(uri) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether the path leads up again, plainly or encoded, as a server may resolve it. */
    private static boolean climbs(URI uri) {
        String raw = uri.getRawPath().toLowerCase(Locale.ROOT);
        return uri.getPath().contains("..") || raw.contains("%2e") || raw.contains("%2f") || raw.contains("%5c");
    }

    private static boolean covers(URI prefix, URI uri) {
        return prefix.getScheme().equalsIgnoreCase(uri.getScheme())
                && prefix.getHost().equalsIgnoreCase(uri.getHost())
                && port(prefix) == port(uri)
                && pathCovers(Objects.requireNonNullElse(prefix.getPath(), ""), uri.getPath());
    }

    /** A prefix ends at a slash: /line-1 does not cover /line-10/a.jpg. */
    private static boolean pathCovers(String prefix, String path) {
        String directory = prefix.endsWith("/") ? prefix : prefix + "/";
        return path.equals(prefix) || path.startsWith(directory) || prefix.isEmpty();
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
