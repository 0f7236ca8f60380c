package io.headwater.model.internal.s3;

import io.headwater.model.internal.RefNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code s3://BUCKET/PREFIX} names.
 *
 * @param prefix what all keys begin with: empty, or a path with a slash at its end
 */
public record S3Location(String bucket, String prefix) {

    private static final String SCHEME = "s3:";
    private static final Pattern URI = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/?");

    public static boolean isS3(String uri) {
        return uri.startsWith(SCHEME);
    }

    /** @throws IllegalArgumentException the uri names no bucket, or the prefix is not a plain path */
    public static S3Location parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("artifact.store '" + uri
                    + "' names no bucket: use s3://BUCKET or s3://BUCKET/PREFIX, the bucket with 3 to 63 lower-case"
                    + " letters, digits, '.' and '-'");
        }
        String path = parts.group(2);
        if (path == null || path.isEmpty()) {
            return new S3Location(parts.group(1), "");
        }
        if (!RefNames.isValid(path)) {
            throw new IllegalArgumentException("artifact.store '" + uri + "' has the prefix '" + path
                    + "', which is not supported: use letters, digits, '.', '_', '-' and '/'");
        }
        return new S3Location(parts.group(1), path + "/");
    }

    /** The key of what has that name below the prefix. */
    public String key(String name) {
        return prefix + name;
    }

    public String uri(String name) {
        return "s3://" + bucket + "/" + key(name);
    }

    /** The uri, without a slash at its end. */
    @Override
    public String toString() {
        return uri("").replaceFirst("/$", "");
    }
}
