package io.credence.kernels.autograd;

/** What a plan is for. */
public enum Mode {
    /** Forward and backward; dropout and weight noise are drawn, batch normalisation uses the batch's statistics. */
    TRAINING,
    /** Forward only; nothing is drawn, normalisation uses the running statistics. */
    INFERENCE,
    /**
     * Forward only; dropout and weight noise are drawn while normalisation uses the running statistics, as Monte Carlo dropout (Gal and
     * Ghahramani 2016) and Bayes by Backprop need.
     */
    STOCHASTIC_INFERENCE;

    /** Whether dropout and weight noise are drawn. */
    public boolean draws() {
        return this != INFERENCE;
    }
}
