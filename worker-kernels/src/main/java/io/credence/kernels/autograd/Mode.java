package io.credence.kernels.autograd;

/** The purpose of a plan. */
public enum Mode {
    /** Forward and backward. Dropout and weight noise are random; batch normalisation uses the batch's statistics. */
    TRAINING,
    /** Forward only. Nothing is random; batch normalisation uses the running statistics. */
    INFERENCE,
    /**
     * Forward only. Dropout and weight noise are random; batch normalisation uses the running statistics. Monte Carlo
     * dropout (Gal and Ghahramani 2016) and Bayes by Backprop need this.
     */
    STOCHASTIC_INFERENCE;

    /** Returns whether dropout and weight noise are random. */
    public boolean draws() {
        return this != INFERENCE;
    }
}
