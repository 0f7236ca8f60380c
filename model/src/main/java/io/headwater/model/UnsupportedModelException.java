package io.headwater.model;

/** An ONNX file that cannot serve as a backbone or a model; the message says why and what to do. */
public class UnsupportedModelException extends RuntimeException {

    public UnsupportedModelException(String message) {
        super(message);
    }

    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
