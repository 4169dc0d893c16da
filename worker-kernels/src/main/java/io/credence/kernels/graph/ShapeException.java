package io.credence.kernels.graph;

/** An operation was given a value of a shape it cannot take. Thrown while a graph is built; the message names the node. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ShapeException(String message) {
        super(message);
    }
}
