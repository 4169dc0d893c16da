package io.credence.kernels.autograd;

/**
 * Memory that an operation needs in addition to its inputs and its output.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param lifetime the passes that need its contents
 */
public record Workspace(int rows, int columns, Lifetime lifetime) {
    /** The passes that need the contents of a workspace. */
    public enum Lifetime {
        /** During the forward pass of the operation. */
        FORWARD,
        /** During the backward pass of the operation. */
        BACKWARD,
        /** From the forward to the backward pass. */
        SAVED
    }

    /** Returns a workspace for the forward pass. */
    public static Workspace forward(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.FORWARD);
    }

    /** Returns a workspace for the backward pass. */
    public static Workspace backward(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.BACKWARD);
    }

    /** Returns a workspace that keeps its contents from the forward to the backward pass. */
    public static Workspace saved(int rows, int columns) {
        return new Workspace(rows, columns, Lifetime.SAVED);
    }
}
