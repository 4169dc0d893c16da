package io.credence.kernels.autograd;

/** An operation was given a value of a shape it cannot take. Thrown while a graph is built; the message names the node. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }

    /**
     * A window that does not fit the image that it is to slide over.
     *
     * @param node the name of what was to be built
     * @param cause what is wrong
     */
    public ShapeException(String node, IllegalArgumentException cause) {
        super("node " + node + ": " + cause.getMessage(), cause);
    }
}
