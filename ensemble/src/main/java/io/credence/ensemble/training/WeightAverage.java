package io.credence.ensemble.training;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * The exponential moving average of the weights during training: a = d a + (1 - d) w after every step. At a high
 * learning rate the weights circle a minimum, and their average is closer to it (Polyak and Juditsky 1992). After t
 * steps d is at most (1 + t) / (10 + t), so the initial weights are soon forgotten.
 */
final class WeightAverage {
    private final double decay;
    private final float[] average;
    private final Matrix from;
    private final Matrix to;

    /** @param parameters read at every update */
    WeightAverage(double decay, float[] parameters) {
        this.decay = decay;
        this.average = parameters.clone();
        this.from = Matrix.dense(parameters, 0, 1, parameters.length);
        this.to = Matrix.dense(average, 0, 1, average.length);
    }

    /** Adds the weights after a step, counted from 1 over all epochs. */
    void update(long steps) {
        double effectiveDecay = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        Elementwise.scale(to, to, (float) effectiveDecay);
        Elementwise.addScaled(to, from, (float) (1 - effectiveDecay));
    }

    /** Returns the average, in the layout of the parameters; always the same array. */
    float[] parameters() {
        return average;
    }

    /** Restores the average of an interrupted training run. */
    void restore(float[] values) {
        System.arraycopy(values, 0, average, 0, average.length);
    }
}
