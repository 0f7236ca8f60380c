package io.headwater.service;

/**
 * Whether a service is well, and why not.
 *
 * @param ok whether it is well
 * @param detail one sentence for people
 */
public record Health(boolean ok, String detail) {

    public static Health up(String detail) {
        return new Health(true, detail);
    }

    public static Health down(String detail) {
        return new Health(false, detail);
    }
}
