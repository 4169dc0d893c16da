package io.credence.kernels.simd.distance;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Euclidean distances between the rows of a batch, a matrix [n, n], and the contrastive loss of its pairs. Columns [n,
 * 1] must have no gaps. Two rows are alike if their labels are equal.
 */
public final class Distances {
    /** Rows and columns of a block that fits into the cache together with its mirror image. */
    private static final int BLOCK = 16;

    private Distances() {}

    /**
     * Computes the distances between the rows of x [n, k] from their differences. The results are exact up to rounding,
     * wherever the rows lie, and 0 for equal rows. The expansion |a|^2 + |b|^2 - 2 a b by matrix products would have
     * neither property.
     *
     * @param distances [n, n], an output
     * @param transposed [k, n], an output: the rows of x as columns
     */
    public static void between(Matrix distances, Matrix transposed, Matrix x) {
        int n = x.rows();
        Views.require("the distances", distances, n, n);
        Views.require("the transposed rows", transposed, x.columns(), n);
        for (int a = 0; a < n; a++) {
            for (int l = 0; l < x.columns(); l++) {
                transposed.data()[transposed.row(l) + a] = x.data()[x.row(a) + l];
            }
        }
        for (int a = 0; a < n; a++) {
            fromRow(
                    distances.data(),
                    distances.row(a),
                    x.data(),
                    x.row(a),
                    x.columns(),
                    transposed.data(),
                    transposed.offset(),
                    transposed.stride(),
                    n);
        }
    }

    private static void fromRow(
            float[] distances, int at, float[] x, int row, int k, float[] transposed, int from, int stride, int n) {
        int bound = FLOATS.loopBound(n);
        int b = 0;
        for (; b < bound; b += COUNT) {
            FloatVector squares = FloatVector.zero(FLOATS);
            for (int l = 0; l < k; l++) {
                FloatVector apart =
                        fromArray(FLOATS, transposed, from + l * stride + b).sub(x[row + l]);
                squares = apart.fma(apart, squares);
            }
            squares.sqrt().intoArray(distances, at + b);
        }
        for (; b < n; b++) {
            float square = 0f;
            for (int l = 0; l < k; l++) {
                float apart = transposed[from + l * stride + b] - x[row + l];
                square = Math.fma(apart, apart, square);
            }
            distances[at + b] = (float) Math.sqrt(square);
        }
    }

    /** slopes = slopes / distances, both [n, n]; 0 for rows at distance 0, where the gradient has no direction. */
    public static void divide(Matrix slopes, Matrix distances) {
        Views.requireSameShape(slopes, distances);
        for (int a = 0; a < slopes.rows(); a++) {
            divide(slopes.data(), slopes.row(a), distances.data(), distances.row(a), slopes.columns());
        }
    }

    private static void divide(float[] slopes, int at, float[] distances, int from, int n) {
        int bound = FLOATS.loopBound(n);
        int b = 0;
        for (; b < bound; b += COUNT) {
            FloatVector d = fromArray(FLOATS, distances, from + b);
            ZERO.blend(fromArray(FLOATS, slopes, at + b).div(d), d.compare(GT, 0f))
                    .intoArray(slopes, at + b);
        }
        for (; b < n; b++) {
            float d = distances[from + b];
            slopes[at + b] = d > 0f ? slopes[at + b] / d : 0f;
        }
    }

    /** a = a + a^T, [n, n]. */
    public static void addTransposed(Matrix a) {
        int n = a.rows();
        Views.require("the matrix", a, n, n);
        for (int i = 0; i < n; i += BLOCK) {
            for (int j = 0; j <= i; j += BLOCK) {
                addTransposed(a.data(), a.offset(), a.stride(), i, Math.min(n, i + BLOCK), j, Math.min(n, j + BLOCK));
            }
        }
    }

    /** Adds a block on or below the diagonal and its mirror image; on the diagonal, each pair of elements once. */
    private static void addTransposed(float[] a, int offset, int stride, int top, int bottom, int left, int right) {
        for (int i = top; i < bottom; i++) {
            for (int j = left, end = Math.min(right, i + 1); j < end; j++) {
                int below = offset + i * stride + j;
                int above = offset + j * stride + i;
                float sum = a[below] + a[above];
                a[below] = sum;
                a[above] = sum;
            }
        }
    }

    /**
     * Computes the contrastive loss of every pair: d^2 for rows that are alike, max(0, margin - d)^2 for others. Also
     * computes its derivative with respect to d, divided by d as in {@link #divide}.
     *
     * @param costs [n, n], an output, which may be the distances
     * @param slopes [n, n], an output
     * @param labels [n, 1]
     */
    public static void contrast(Matrix costs, Matrix slopes, Matrix distances, Matrix labels, float margin) {
        int n = distances.rows();
        Views.require("the distances", distances, n, n);
        Views.requireSameShape(costs, distances);
        Views.requireSameShape(slopes, distances);
        Views.requireColumn("the labels", labels, n);
        int bound = FLOATS.loopBound(n);
        for (int a = 0; a < n; a++) {
            float label = labels.data()[labels.offset() + a];
            int c = costs.row(a);
            int s = slopes.row(a);
            int x = distances.row(a);
            int b = 0;
            for (; b < bound; b += COUNT) {
                FloatVector d = fromArray(FLOATS, distances.data(), x + b);
                VectorMask<Float> alike =
                        fromArray(FLOATS, labels.data(), labels.offset() + b).compare(EQ, label);
                FloatVector lacking = broadcast(FLOATS, margin).sub(d).max(0f);
                FloatVector off = lacking.blend(d, alike);
                FloatVector slope = lacking.mul(-2f).div(d).blend(2f, alike);
                ZERO.blend(slope, d.compare(GT, 0f)).intoArray(slopes.data(), s + b);
                off.mul(off).intoArray(costs.data(), c + b);
            }
            for (; b < n; b++) {
                float d = distances.data()[x + b];
                boolean alike = labels.data()[labels.offset() + b] == label;
                float lacking = Math.max(margin - d, 0f);
                float off = alike ? d : lacking;
                float slope = alike ? 2f : lacking * -2f / d;
                slopes.data()[s + b] = d > 0f ? slope : 0f;
                costs.data()[c + b] = off * off;
            }
        }
    }
}
