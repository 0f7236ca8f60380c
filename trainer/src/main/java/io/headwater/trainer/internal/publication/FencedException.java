package io.headwater.trainer.internal.publication;

/** Another trainer has taken over: this one must stop working and stand by. */
public final class FencedException extends RuntimeException {

    public FencedException(Throwable cause) {
        super("Another trainer has taken over: " + cause.getMessage(), cause);
    }
}
