package io.headwater.trainer.gate;

/**
 * What the gate decided.
 *
 * @param reason a sentence with its numbers
 */
public record Verdict(boolean promoted, String reason) {

    static Verdict promoted(String reason) {
        return new Verdict(true, reason);
    }

    static Verdict rejected(String reason) {
        return new Verdict(false, reason);
    }
}
