package io.headwater.cli.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names for files made of anything that came in a record: what is no letter, digit or one of {@code . _ - @ + = ,} is
 * percent-encoded, so that no event id or label leads out of the directory.
 */
final class FileNames {

    /** File systems take 255 bytes; an extension and other systems' overhead need some of them. */
    private static final int MAX_LENGTH = 200;

    private static final int HASH_DIGITS = 16;
    private static final String PLAIN = "_-@+=,";

    private FileNames() {}

    /** The same text gives the same name, another text another one. The text is not empty. */
    static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            boolean edge = i == 0 || i == bytes.length - 1;
            if (isPlain((char) (bytes[i] & 0xff), edge)) {
                name.append((char) bytes[i]);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
            }
        }
        return name.length() <= MAX_LENGTH ? name.toString() : shortened(name, text);
    }

    private static boolean isPlain(char c, boolean edge) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        // Hidden files and ".." begin with a dot; a space at either end is easily overlooked.
        return letterOrDigit || PLAIN.indexOf(c) >= 0 || !edge && (c == '.' || c == ' ');
    }

    private static String shortened(CharSequence name, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return name.subSequence(0, MAX_LENGTH - HASH_DIGITS - 1) + "~"
                    + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
