package io.credence.kernels.optimizer;

import io.credence.kernels.IntegerPowers;
import io.credence.kernels.simd.update.Updates;

/**
 * The step that an optimiser takes: its size, and what is remembered of the gradients before. One object for a whole training, like those that it
 * hands to the kernels, so that no step allocates.
 */
final class OptimizerStep {
    private final float[][] moments;
    private final Updates.Step update = new Updates.Step();
    private final Updates.Adam adam = new Updates.Adam();
    private long number;
    private float rate;
    private float gradientScale = 1;

    /** @param moments arrays of as many values as there are trained parameters, 0 at first */
    OptimizerStep(float[][] moments) {
        this.moments = moments;
    }

    /** Goes on to the next step. */
    void next(float learningRate) {
        number++;
        rate = learningRate;
    }

    /** Clips the gradient: multiplies it by a factor. */
    void scaleGradient(float factor) {
        gradientScale = factor;
    }

    /** The number of the step, from 1; before the first 0. */
    long number() {
        return number;
    }

    /** Continues after so many steps. */
    void restore(long stepsSoFar) {
        number = stepsSoFar;
    }

    /** One of the values that are remembered for each parameter. */
    float[] moment(int index) {
        return moments[index];
    }

    /** A step whose weight decay is an L2 penalty, part of the gradient; it holds until the next is asked for. */
    Updates.Step penalized(float decay) {
        return update.set(rate, gradientScale, decay, 0);
    }

    /** A step whose weight decay does not pass through the gradient; it holds until the next is asked for. */
    Updates.Step decayed(float decay) {
        return update.set(rate, gradientScale, 0, decay);
    }

    /** Adam's coefficients at this step. Moments start at 0 and are too small by the corrections at first (Kingma and Ba 2015, section 3). */
    Updates.Adam coefficients(double beta1, double beta2, double epsilon) {
        return adam.set(
                beta1, beta2, epsilon, 1 - IntegerPowers.power(beta1, number), 1 - IntegerPowers.power(beta2, number));
    }

    /** Takes the step with the parameters [from, to) by the rule of {@link Optimizer.Adam}. */
    void adam(float[] w, float[] g, int from, int to, Updates.Adam coefficients, Updates.Step step) {
        Updates.adam(w, g, moments[0], moments[1], from, to, coefficients, step);
    }
}
