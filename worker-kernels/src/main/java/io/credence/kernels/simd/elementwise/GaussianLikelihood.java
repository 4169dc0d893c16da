package io.credence.kernels.simd.elementwise;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/**
 * The negative log-likelihood of targets under Gaussians with predicted mean m and variance v, and its gradient.
 * Predictions are [rows, 2 k]: the k means of a row, then its k variances.
 *
 * <p>The loops are scalar. Usually k is 1, so means and variances alternate in memory. A loss takes only three
 * operations besides the logarithm, which is computed beforehand for all predictions at once.
 */
public final class GaussianLikelihood {
    private static final float LOG_TWO_PI = 1.8378770664093453f;

    private GaussianLikelihood() {}

    /**
     * losses [rows, 1] = the sum over a row's targets y, first to last, of w / 2 (log(2 pi v) + (y - m)^2 / v).
     *
     * @param predicted [rows, 2 k]
     * @param logarithms the logarithms of {@code predicted}; only those of the variances are read
     * @param weights [rows, 2 k]; w is read from the positions of the variances
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
     * Computes the gradients with respect to means and variances, with weights as constants: dm = dl w (m - y) / v and
     * dv = dl w / 2 (1 - (y - m)^2 / v) / v.
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
