package io.credence.kernels.simd.update;

import io.credence.kernels.simd.VectorModule;

/**
 * Optimiser updates in one pass over elements [from, to) of the contiguous parameters w, their gradient and the
 * optimiser's moments. The scalar definition of each is {@code updateOne} in the optimiser's record. Settings are
 * mutable objects that training sets in every step. Creating a record instead would allocate until the step itself is
 * compiled, which takes thousands of steps.
 */
public final class Updates {
    static {
        VectorModule.require();
    }

    private Updates() {}

    /**
     * The settings common to all updates. The gradient is multiplied by gradientScale (clipping by global norm), then
     * l2 w is added to it; the result is g in the formulas below. Before the step, w shrinks by the factor 1 - rate
     * decay (Loshchilov and Hutter 2019).
     */
    public static final class Step {
        float rate;
        float gradientScale;
        float l2;
        float decay;

        /**
         * Sets all values and returns this.
         *
         * @param rate the learning rate
         * @param gradientScale 1 without clipping
         * @param l2 the weight of an L2 penalty; 0 for none
         * @param decay the decoupled weight decay; 0 for none
         */
        public Step set(float rate, float gradientScale, float l2, float decay) {
            this.rate = rate;
            this.gradientScale = gradientScale;
            this.l2 = l2;
            this.decay = decay;
            return this;
        }
    }

    /** The coefficients of Adam and AMSGrad. */
    public static final class Adam {
        float beta1;
        float gradientWeight;
        float beta2;
        float squareWeight;
        float epsilon;
        double correction1;
        double correction2;

        /**
         * Sets all values and returns this.
         *
         * @param beta1 the decay of the first moment; 1 - beta1 is computed in double and then rounded to float
         * @param beta2 the decay of the second moment, likewise
         * @param epsilon added to the root of the second moment
         * @param correction1 1 - beta1^t at step t
         * @param correction2 1 - beta2^t at step t
         */
        public Adam set(double beta1, double beta2, double epsilon, double correction1, double correction2) {
            this.beta1 = (float) beta1;
            this.gradientWeight = (float) (1 - beta1);
            this.beta2 = (float) beta2;
            this.squareWeight = (float) (1 - beta2);
            this.epsilon = (float) epsilon;
            this.correction1 = correction1;
            this.correction2 = correction2;
            return this;
        }
    }

    /** Computes w = w - rate g. */
    public static void sgd(float[] w, float[] gradient, int from, int to, Step step) {
        UpdateLoops.sgd(w, gradient, from, to, step);
    }

    /**
     * v = momentum v + g, then w = w - rate v, or with Nesterov's look-ahead w = w - rate (g + momentum v) (Sutskever
     * et al. 2013).
     */
    public static void momentum(
            float[] w, float[] gradient, float[] v, int from, int to, float momentum, boolean nesterov, Step step) {
        UpdateLoops.momentum(w, gradient, v, from, to, momentum, nesterov, step);
    }

    /**
     * Adam (Kingma and Ba 2015): m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g^2, then w = w - rate (m /
     * correction1) / (sqrt(v / correction2) + epsilon).
     */
    public static void adam(float[] w, float[] gradient, float[] m, float[] v, int from, int to, Adam adam, Step step) {
        UpdateLoops.adam(w, gradient, m, v, null, from, to, adam, step);
    }

    /**
     * AMSGrad (Reddi et al. 2018): Adam with the largest v so far in the denominator.
     *
     * @param highest the largest v so far, element by element
     */
    public static void amsgrad(
            float[] w,
            float[] gradient,
            float[] m,
            float[] v,
            float[] highest,
            int from,
            int to,
            Adam adam,
            Step step) {
        UpdateLoops.adam(w, gradient, m, v, highest, from, to, adam, step);
    }

    /** average = average + rate (value - average), an exponential average of the values over steps. */
    public static void average(float[] averages, float[] values, int from, int to, float rate) {
        UpdateLoops.average(averages, values, from, to, rate);
    }
}
