package io.credence.kernels.simd;

/**
 * Optimiser updates in one pass over elements [from, to) of the contiguous parameters w, their gradient and the
 * optimiser's state. In all of them the gradient is first multiplied by gradientScale (clipping by global norm), then l2 w is
 * added to it; decay is decoupled (Loshchilov and Hutter 2019): w shrinks by the factor 1 - rate decay before the step.
 */
public final class Updates {
    static {
        VectorModule.require();
    }

    private Updates() {}

    /** w = w - rate g. */
    public static void sgd(
            float[] w, float[] gradient, int from, int to, float rate, float gradientScale, float l2, float decay) {
        UpdateLoops.sgd(w, gradient, from, to, rate, gradientScale, l2, decay);
    }

    /**
     * v = momentum v + g; w = w - rate v, or with Nesterov's look-ahead w = w - rate (g + momentum v) (Sutskever et al. 2013).
     */
    public static void momentum(
            float[] w,
            float[] gradient,
            float[] v,
            int from,
            int to,
            float rate,
            float momentum,
            boolean nesterov,
            float gradientScale,
            float l2,
            float decay) {
        UpdateLoops.momentum(w, gradient, v, from, to, rate, momentum, nesterov, gradientScale, l2, decay);
    }

    /**
     * Adam (Kingma and Ba 2015): m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w - rate (m / correction1) /
     * (sqrt(v / correction2) + epsilon).
     *
     * @param correction1 1 - beta1^t at step t
     * @param correction2 1 - beta2^t at step t
     */
    public static void adam(
            float[] w,
            float[] gradient,
            float[] m,
            float[] v,
            int from,
            int to,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            double correction1,
            double correction2,
            float gradientScale,
            float l2,
            float decay) {
        UpdateLoops.adam(
                w,
                gradient,
                m,
                v,
                from,
                to,
                rate,
                beta1,
                beta2,
                epsilon,
                correction1,
                correction2,
                gradientScale,
                l2,
                decay);
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
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            double correction1,
            double correction2,
            float gradientScale,
            float l2,
            float decay) {
        UpdateLoops.amsgrad(
                w,
                gradient,
                m,
                v,
                highest,
                from,
                to,
                rate,
                beta1,
                beta2,
                epsilon,
                correction1,
                correction2,
                gradientScale,
                l2,
                decay);
    }
}
