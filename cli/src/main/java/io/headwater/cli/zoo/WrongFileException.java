package io.headwater.cli.zoo;

/** What comes is certainly not the file that is wanted; trying again would not help. */
final class WrongFileException extends Exception {

    WrongFileException(String message) {
        super(message);
    }
}
