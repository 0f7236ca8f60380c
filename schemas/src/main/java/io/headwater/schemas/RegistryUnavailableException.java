package io.headwater.schemas;

import org.apache.kafka.common.errors.RetriableException;

/** The registry did not answer, or not as it should: a transient fault, to be retried and never dead-lettered. */
public final class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
