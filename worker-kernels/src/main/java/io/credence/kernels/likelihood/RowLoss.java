package io.credence.kernels.likelihood;

/** The loss of one row as a function of the network's outputs for the row. Arithmetic is in double precision. */
public interface RowLoss {
    /** Returns the number of outputs of a row. */
    int outputs();

    /**
     * Returns the loss of a row, and computes its gradient.
     *
     * @param z contains the row's outputs, starting at {@code offset}
     * @param target the row's target
     * @param gradient receives the derivative with respect to each output, starting at {@code to}
     */
    double of(float[] z, int offset, float target, float[] gradient, int to);
}
