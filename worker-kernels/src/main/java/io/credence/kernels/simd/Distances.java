package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Euclidean distances between the rows of a batch, a matrix [n, n], and the contrastive loss of its pairs. Columns [n, 1] have no gaps. Two rows
 * are alike if their labels are equal.
 */
public final class Distances {
    /** Rows and columns of a block whose mirror image stays in the cache beside it. */
    private static final int BLOCK = 16;

    private Distances() {}

    /**
     * The distances from the products of the rows, d(a, b)^2 = |a|^2 + |b|^2 - 2 a b, where the sum is above 0; that of a row from itself is 0.
     *
     * @param distances [n, n], which holds the products and receives the distances
     * @param squares [n, 1], the |a|^2
     */
    public static void fromProducts(Matrix distances, Matrix squares) {
        int n = distances.rows();
        Views.require("the distances", distances, n, n);
        Views.requireColumn("the squares", squares, n);
        for (int a = 0; a < n; a++) {
            fromProducts(distances.data(), distances.row(a), squares.data(), squares.offset(), a, n);
            distances.data()[distances.row(a) + a] = 0f;
        }
    }

    private static void fromProducts(float[] row, int at, float[] squares, int from, int a, int n) {
        float own = squares[from + a];
        int bound = FLOATS.loopBound(n);
        int b = 0;
        for (; b < bound; b += COUNT) {
            fromArray(FLOATS, squares, from + b)
                    .add(own)
                    .sub(fromArray(FLOATS, row, at + b).mul(2f))
                    .max(0f)
                    .sqrt()
                    .intoArray(row, at + b);
        }
        for (; b < n; b++) {
            float square = squares[from + b] + own - row[at + b] * 2f;
            row[at + b] = (float) Math.sqrt(Math.max(square, 0f));
        }
    }

    /** slopes = slopes / distances, both [n, n]; 0 where two rows coincide, because no direction is better than another there. */
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

    /** Of a block on or below the diagonal and its mirror image; on the diagonal, each pair of elements once. */
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
     * Contrastive loss of every pair: d^2 of rows that are alike, max(0, margin - d)^2 of others; and its derivative by d, divided by d as in {@link
     * #divide}.
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
