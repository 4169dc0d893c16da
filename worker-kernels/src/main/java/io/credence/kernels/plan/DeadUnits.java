package io.credence.kernels.plan;

import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.Convolve;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.reduction.Reductions;

/**
 * Detection of dead units: outputs of a ReLU that are 0 on every row of a batch, so that no gradient passes through
 * them.
 */
final class DeadUnits {
    private DeadUnits() {}

    /** Returns whether an operation applies a ReLU; false for null. */
    static boolean isRectified(Operation operation) {
        return operation instanceof Affine affine && affine.activation() == Activation.RELU
                || operation instanceof Activate activate && activate.activation() == Activation.RELU
                || operation instanceof Convolve convolve && convolve.activation() == Activation.RELU;
    }

    /** Returns the fraction of a node's units, or of an image's channels, that are 0 on every row. */
    static double fraction(Node node, Matrix value) {
        int units = node.shape().channels();
        int positions = value.columns() / units;
        Matrix sums = Matrix.zeros(1, units);
        Reductions.columnSums(sums, Matrix.dense(value.data(), value.offset(), value.rows() * positions, units), false);
        return (double) Reductions.countZeros(sums) / units;
    }
}
