package io.credence.kernels.autograd;

/**
 * Memory that an operation needs for itself.
 *
 * @param rows the rows of the matrix
 * @param columns the columns of the matrix
 * @param lifetime when its contents matter
 */
public record Workspace(int rows, int columns, Lifetime lifetime) {
    /** When the contents of a workspace matter. */
    public enum Lifetime {
        /** Within the forward pass of the operation. */
        FORWARD,
        /** Within the backward pass of the operation. */
        BACKWARD,
        /** From the forward to the backward pass. */
        SAVED
    }

    public static Workspace forward(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.FORWARD);
    }

    public static Workspace backward(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.BACKWARD);
    }

    public static Workspace saved(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.SAVED);
    }
}
