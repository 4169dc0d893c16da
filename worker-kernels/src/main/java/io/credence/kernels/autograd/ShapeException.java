package io.credence.kernels.autograd;

/**
 * Thrown when an operation does not accept the shape of an input. It is thrown while a graph is built; the message
 * names the node.
 */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message names the node. */
    public ShapeException(String message) {
        super(message);
    }

    /**
     * Creates an exception for a window that does not fit its image.
     *
     * @param node the name of the node being built
     * @param cause the description of the problem
     */
    public ShapeException(String node, IllegalArgumentException cause) {
        super("node " + node + ": " + cause.getMessage(), cause);
    }
}
