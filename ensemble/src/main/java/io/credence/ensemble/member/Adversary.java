package io.credence.ensemble.member;

import io.credence.kernels.graph.GradientListener;
import io.credence.kernels.graph.Plan;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;

/**
 * The second half of a step on fast-gradient adversarial rows. After a backward pass over the rows themselves it keeps their gradient and
 * moves them to where the loss grows; as the second backward pass finishes pieces of its own gradient, it adds the kept one and passes
 * the news on. Both passes run at half weight, so that what comes out is the gradient of the mean.
 */
final class Adversary {
    private final float epsilon;
    private final float[] gradient;
    private final float[] ofRows;
    private final GradientListener addKept = this::addKept;
    private GradientListener downstream;

    /** @param gradient where both passes leave their gradient */
    Adversary(AdversarialSpec spec, float[] gradient) {
        this.epsilon = spec.epsilon().floatValue();
        this.gradient = gradient;
        this.ofRows = new float[gradient.length];
    }

    /**
     * Passes over the rows that a plan holds and over their twins.
     *
     * @param plan after forward; it keeps the gradient of the features
     * @param rowKeys of the rows; their twins have the same draws
     */
    void backward(
            MemberNetwork network,
            Plan plan,
            long[] rowKeys,
            int step,
            float lossWeight,
            float penaltyWeight,
            GradientListener listener) {
        plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, GradientListener.NONE);
        System.arraycopy(gradient, 0, ofRows, 0, gradient.length);
        Elementwise.addSign(plan.value(network.features()), plan.gradient(network.features()), epsilon);
        plan.forward(rowKeys, step);
        downstream = listener;
        plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, addKept);
    }

    private void addKept(int from, int to) {
        Matrix sum = Matrix.dense(gradient, from, 1, to - from);
        Elementwise.add(sum, sum, Matrix.dense(ofRows, from, 1, to - from));
        downstream.finished(from, to);
    }
}
