package io.credence.kernels.graph;

import io.credence.kernels.simd.Broadcasting;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Reductions;
import io.credence.kernels.simd.Transposition;
import java.util.List;

/**
 * What losses over the distances between the rows x of a batch have in common. Distances come from one matrix product, d(a, b)^2 = |a|^2 +
 * |b|^2 - 2 a b. A loss leaves the slopes s(a, b) = (dl_a / dd(a, b)) / d(a, b); then, with the symmetric w = dl s + (dl s)^T, the
 * gradient is dx_a = sum over b of w(a, b) (a - b), again one product.
 */
final class PairDistances {
    static final int DISTANCES = 0;
    static final int SLOPES = 1;
    private static final int NORMS = 2;
    private static final int WEIGHT_SUMS = 3;

    private PairDistances() {}

    static Shape shape(Arguments arguments) {
        arguments.requireCount(2).requireBatch(0).requireBatchOf(1, 1);
        return Shape.batchOf(1);
    }

    static List<Workspace> workspaces(int rows) {
        return List.of(
                Workspace.forward(rows, rows),
                Workspace.saved(rows, rows),
                Workspace.forward(rows, 1),
                Workspace.backward(rows, 1));
    }

    /** Fills the workspace of distances, and that of slopes with zeros. */
    static void measure(Frame frame) {
        Matrix x = frame.input(0);
        Matrix distances = frame.workspace(DISTANCES);
        Matrix norms = frame.workspace(NORMS);
        Elementwise.fill(frame.workspace(SLOPES), 0f);
        frame.gemm().multiply(Transposition.RIGHT, distances, x, x);
        Reductions.rowDots(norms, x, x);
        for (int a = 0; a < x.rows(); a++) {
            float own = norms.data()[norms.row(a)];
            for (int b = 0; b < x.rows(); b++) {
                int at = distances.row(a) + b;
                float square = own + norms.data()[norms.row(b)] - 2 * distances.data()[at];
                distances.data()[at] = a == b ? 0 : (float) Math.sqrt(Math.max(0, square));
            }
        }
    }

    static float distance(Frame frame, int a, int b) {
        Matrix distances = frame.workspace(DISTANCES);
        return distances.data()[distances.row(a) + b];
    }

    static boolean alike(Frame frame, int a, int b) {
        Matrix labels = frame.input(1);
        return labels.data()[labels.row(a)] == labels.data()[labels.row(b)];
    }

    /** Adds to the slope dl_a / dd(a, b); where two rows coincide no direction is better than another, and none is taken. */
    static void addSlope(Frame frame, int a, int b, float slope) {
        float distance = distance(frame, a, b);
        if (distance > 0) {
            Matrix slopes = frame.workspace(SLOPES);
            slopes.data()[slopes.row(a) + b] += slope / distance;
        }
    }

    static void backward(Frame frame) {
        Matrix slopes = frame.workspace(SLOPES);
        Matrix sums = frame.workspace(WEIGHT_SUMS);
        Matrix x = frame.input(0);
        Matrix gradient = frame.gradient(0);
        Broadcasting.multiplyColumn(slopes, slopes, frame.outputGradient());
        for (int a = 0; a < x.rows(); a++) {
            for (int b = 0; b <= a; b++) {
                int ab = slopes.row(a) + b;
                int ba = slopes.row(b) + a;
                float weight = slopes.data()[ab] + slopes.data()[ba];
                slopes.data()[ab] = -weight;
                slopes.data()[ba] = -weight;
            }
        }
        frame.gemm().multiply(Transposition.NONE, gradient, slopes, x);
        Reductions.rowSums(sums, slopes);
        Elementwise.scale(sums, sums, -1f);
        Broadcasting.addProductColumn(gradient, x, sums);
    }
}
