package io.credence.ensemble.training;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * The exponential moving average of the weights that a training passes through: a = d a + (1 - d) w after every step. Steps of a high
 * learning rate circle the minimum that their average is close to (Polyak and Juditsky 1992). Early in a training d is (1 + t) / (10 + t)
 * after t steps, if that is lower, so that the start is soon forgotten.
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

    /** Takes in the weights after a step, counted from 1 over all epochs. */
    void update(long steps) {
        double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        Elementwise.scale(to, to, (float) kept);
        Elementwise.addScaled(to, from, (float) (1 - kept));
    }

    /** The average, in the layout of the parameters. */
    float[] parameters() {
        return average;
    }

    /** Takes over what an interrupted training had come to. */
    void restore(float[] values) {
        System.arraycopy(values, 0, average, 0, average.length);
    }
}
