package io.credence.ensemble.replica;

import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * The second half of a step on fast-gradient adversarial rows. After a backward pass over the rows themselves it keeps their gradient and
 * moves them to where the loss grows; as the second backward pass finishes pieces of its own gradient, it adds the kept one and passes
 * the news on. Both passes run at half weight, so that what comes out is the gradient of the mean.
 */
final class Adversary {
    private final float epsilon;
    private final float[] sum;
    private final float[] ofRows;
    private final GradientListener addKept = this::addKept;
    private GradientListener downstream;

    /** @param gradient where both passes leave their gradient */
    Adversary(AdversarialSpec spec, float[] gradient) {
        this.epsilon = spec.epsilon().floatValue();
        this.sum = gradient;
        this.ofRows = new float[gradient.length];
    }

    /**
     * Keeps the gradient, which is that of the rows, and moves them to where the loss grows.
     *
     * @param rows {@code [rows, features]}
     * @param gradient of the loss with respect to them, of the same shape
     */
    void moveRows(Matrix rows, Matrix gradient) {
        System.arraycopy(sum, 0, ofRows, 0, sum.length);
        Elementwise.addSign(rows, gradient, epsilon);
    }

    /** A listener to the backward pass of the twins that adds the kept gradient to its pieces and passes the news on. */
    GradientListener addingKept(GradientListener next) {
        downstream = next;
        return addKept;
    }

    private void addKept(int from, int to) {
        Elementwise.add(sum, from, sum, from, ofRows, from, to - from);
        downstream.finished(from, to);
    }
}
