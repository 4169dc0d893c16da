package io.credence.ensemble.replica;

import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.GradientBuffer;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * Turns a step on clean rows into one on clean and fast-gradient adversarial rows. After the backward pass over the
 * clean rows it saves their gradient and moves the rows in the direction that increases the loss. As pieces of the
 * adversarial gradient become final, it adds the saved one. Both passes run at half weight, so the result is the
 * gradient of the mean.
 */
final class Adversary {
    private final float epsilon;
    private final GradientBuffer gradient;
    private final float[] cleanGradient;
    private final GradientListener addClean = this::addClean;
    private GradientListener downstream;

    /** @param gradient the buffer that both backward passes write */
    Adversary(AdversarialSpec spec, GradientBuffer gradient) {
        this.epsilon = spec.epsilon().floatValue();
        this.gradient = gradient;
        this.cleanGradient = new float[gradient.array().length];
    }

    /**
     * Saves the gradient of the clean rows, and replaces the rows with adversarial ones.
     *
     * @param rows {@code [rows, features]}
     * @param slopes the gradient of the loss with respect to them, of the same shape
     * @param next notified of each piece of the gradient once it covers both kinds of rows
     * @return the listener for the backward pass over the adversarial rows
     */
    GradientListener perturb(Matrix rows, Matrix slopes, GradientListener next) {
        System.arraycopy(gradient.array(), 0, cleanGradient, 0, cleanGradient.length);
        Elementwise.addSign(rows, slopes, epsilon);
        downstream = next;
        return addClean;
    }

    private void addClean(int from, int to) {
        float[] sum = gradient.array();
        Elementwise.add(sum, from, sum, from, cleanGradient, from, to - from);
        gradient.touchAll();
        downstream.finished(from, to);
    }
}
