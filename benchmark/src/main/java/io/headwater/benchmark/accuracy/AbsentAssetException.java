package io.headwater.benchmark.accuracy;

/** A file that a study needs is not there; the message says which, and which option names it. */
final class AbsentAssetException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AbsentAssetException(String message) {
        super(message);
    }
}
