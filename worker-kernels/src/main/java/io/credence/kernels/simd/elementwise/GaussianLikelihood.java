package io.credence.kernels.simd.elementwise;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/**
 * The negative log-likelihood of targets under Gaussians of predicted mean m and variance v, and its gradient. Predictions are [rows, 2 k]: the k
 * means of a row, then its k variances. Not in vectors, because k is 1 as a rule, so that means and variances alternate in memory; a loss
 * is three operations beside the logarithm, which is taken before, of all predictions at once.
 */
public final class GaussianLikelihood {
    private static final float LOG_TWO_PI = 1.8378770664093453f;

    private GaussianLikelihood() {}

    /**
     * losses [rows, 1] = the sum over a row's targets y of w / 2 (log(2 pi v) + (y - m)^2 / v), first to last.
     *
     * @param predicted [rows, 2 k]
     * @param logarithms of {@code predicted}, of which those of the variances are read
     * @param weights [rows, 2 k], of which w, in the variances' places, is read
     * @param targets [rows, k]
     */
    public static void losses(Matrix losses, Matrix predicted, Matrix logarithms, Matrix weights, Matrix targets) {
        int k = targets.columns();
        Views.require("the losses", losses, targets.rows(), 1);
        Views.require("the prediction", predicted, targets.rows(), 2 * k);
        Views.requireSameShape(logarithms, predicted);
        Views.requireSameShape(weights, predicted);
        for (int r = 0; r < targets.rows(); r++) {
            float sum = 0;
            for (int t = 0; t < k; t++) {
                float error = predicted.data()[predicted.row(r) + t] - targets.data()[targets.row(r) + t];
                float scaled = error * error / predicted.data()[predicted.row(r) + k + t];
                float logarithm = logarithms.data()[logarithms.row(r) + k + t];
                sum += weights.data()[weights.row(r) + k + t] * 0.5f * (LOG_TWO_PI + logarithm + scaled);
            }
            losses.data()[losses.row(r)] = sum;
        }
    }

    /**
     * Gradients with respect to means and variances, for weights that are constants: dm = dl w (m - y) / v, dv = dl w / 2 (1 - (y - m)^2 / v) / v.
     *
     * @param gradients [rows, 2 k], an output
     * @param dl [rows, 1], the gradient with respect to each row's loss
     */
    public static void gradients(Matrix gradients, Matrix dl, Matrix predicted, Matrix weights, Matrix targets) {
        int k = targets.columns();
        Views.require("the gradient of the losses", dl, targets.rows(), 1);
        Views.require("the prediction", predicted, targets.rows(), 2 * k);
        Views.requireSameShape(gradients, predicted);
        Views.requireSameShape(weights, predicted);
        for (int r = 0; r < targets.rows(); r++) {
            float seed = dl.data()[dl.row(r)];
            int to = gradients.row(r);
            for (int t = 0; t < k; t++) {
                float inverse = 1 / predicted.data()[predicted.row(r) + k + t];
                float error = predicted.data()[predicted.row(r) + t] - targets.data()[targets.row(r) + t];
                float slope = seed * weights.data()[weights.row(r) + k + t] * inverse;
                gradients.data()[to + t] = slope * error;
                gradients.data()[to + k + t] = 0.5f * slope * (1 - error * error * inverse);
            }
        }
    }
}
