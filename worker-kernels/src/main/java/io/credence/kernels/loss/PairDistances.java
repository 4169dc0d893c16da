package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.distance.Distances;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.product.Transposition;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * The parts shared by losses over the distances d(a, b) between the rows x of a batch. A loss stores the slopes s(a, b)
 * = (dl_a / dd(a, b)) / d(a, b). With the symmetric weights w = dl s + (dl s)^T, the gradient is dx_a = sum over b of
 * w(a, b) (a - b), a single matrix product.
 */
final class PairDistances {
    static final int DISTANCES = 0;
    static final int SLOPES = 1;
    private static final int TRANSPOSED = 2;
    private static final int WEIGHT_SUMS = 3;

    private PairDistances() {}

    static Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatch(0).requireBatchOf(1, 1);
        return Shape.batchOf(1);
    }

    static List<Workspace> workspaces(List<Shape> inputs, int rows) {
        return List.of(
                Workspace.forward(rows, rows),
                Workspace.saved(rows, rows),
                Workspace.forward(inputs.get(0).columns(), rows),
                Workspace.backward(rows, 1));
    }

    /** Computes the distances and stores them in their workspace. */
    static void measure(Frame frame) {
        Distances.between(frame.workspace(DISTANCES), frame.workspace(TRANSPOSED), frame.input(0));
    }

    static void backward(Frame frame) {
        Matrix weights = frame.workspace(SLOPES);
        Matrix sums = frame.workspace(WEIGHT_SUMS);
        Matrix x = frame.input(0);
        Matrix gradient = frame.gradient(0);
        Broadcasting.multiplyColumn(weights, weights, frame.outputGradient());
        Distances.addTransposed(weights);
        frame.gemm().multiply(Transposition.NONE, gradient, weights, x);
        Elementwise.scale(gradient, gradient, -1f);
        Reductions.rowSums(sums, weights);
        Broadcasting.addProductColumn(gradient, x, sums);
    }
}
