package io.credence.kernels.optimizer;

import io.credence.kernels.IntegerPowers;
import io.credence.kernels.simd.update.Updates;

/**
 * The step that an optimiser is taking: its number, its size, and the moments of earlier gradients. One instance serves
 * a whole training run, and so do the settings that it passes to the kernels, so a step allocates nothing.
 */
public final class OptimizerStep {
    private final float[][] moments;
    private final Updates.Step update = new Updates.Step();
    private final Updates.Adam adam = new Updates.Adam();
    private long number;
    private float rate;
    private float gradientScale = 1;

    /** @param moments arrays with one value for each trained parameter, initially 0 */
    OptimizerStep(float[][] moments) {
        this.moments = moments;
    }

    /** Advances to the next step. */
    void next(float learningRate) {
        number++;
        rate = learningRate;
    }

    /** Clips the gradient by multiplying it by a factor. */
    void scaleGradient(float factor) {
        gradientScale = factor;
    }

    /** Continues after {@code steps} steps. */
    void restore(long steps) {
        number = steps;
    }

    /** Returns the number t of the step, counted from 1; 0 before the first. */
    public long number() {
        return number;
    }

    /** Returns the learning rate times the schedule's factor. */
    public float rate() {
        return rate;
    }

    /** Returns the factor that clips the gradient; 1 without clipping. */
    public float gradientScale() {
        return gradientScale;
    }

    /** Returns a moment: a value that the optimiser keeps for each parameter. */
    public float[] moment(int index) {
        return moments[index];
    }

    /**
     * Returns 1 - beta^t. A moment starts at 0 and is too small by this factor after t steps (Kingma and Ba 2015,
     * section 3).
     */
    public double correction(double beta) {
        return 1 - IntegerPowers.power(beta, number);
    }

    /**
     * Returns settings that add weight decay to the gradient as an L2 penalty; valid until the next call for settings.
     */
    Updates.Step penalized(float decay) {
        return update.set(rate, gradientScale, decay, 0);
    }

    /** Returns settings with weight decay that bypasses the gradient; valid until the next call for settings. */
    Updates.Step decayed(float decay) {
        return update.set(rate, gradientScale, 0, decay);
    }

    /** Returns Adam's coefficients in this step; valid until the next call. */
    Updates.Adam coefficients(double beta1, double beta2, double epsilon) {
        return adam.set(beta1, beta2, epsilon, correction(beta1), correction(beta2));
    }
}
