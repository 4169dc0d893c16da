package io.credence.kernels.simd.distance;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.VectorMath.INFINITY;
import static io.credence.kernels.simd.VectorMath.MINUS_INFINITY;
import static io.credence.kernels.simd.VectorMath.ONE;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Triplets (anchor, positive, negative) of a batch's rows, from their distances [n, n] and labels [n, 1], which must
 * have no gaps. A positive is another row with the anchor's label; a negative is a row with another label. The searches
 * have no fixed order, because a minimum or maximum is the same in any order.
 */
public final class Triplets {
    /** The result of a search that finds no row. */
    public static final int NONE = -1;

    private Triplets() {}

    /**
     * Adds the losses of an anchor and a positive with each negative, max(0, d(anchor, positive) - d(anchor, negative)
     * + margin).
     *
     * @param costs [n, 1]; each negative's element receives its triplet's loss
     * @param slopes [n, n]; the anchor's row receives the derivatives of these losses with respect to the distances;
     *     all of them are integers
     */
    public static void add(
            Matrix costs, Matrix slopes, Matrix distances, Matrix labels, int anchor, int positive, float margin) {
        int n = requireSquare(distances, labels);
        Views.requireSameShape(slopes, distances);
        Views.requireColumn("the costs", costs, n);
        float[] d = distances.data();
        float[] l = labels.data();
        int x = distances.row(anchor);
        int s = slopes.row(anchor);
        float label = l[labels.offset() + anchor];
        float near = d[x + positive];
        int bound = FLOATS.loopBound(n);
        FloatVector total = FloatVector.zero(FLOATS);
        int b = 0;
        for (; b < bound; b += COUNT) {
            int c = costs.offset() + b;
            FloatVector excess =
                    broadcast(FLOATS, near).sub(fromArray(FLOATS, d, x + b)).add(margin);
            VectorMask<Float> none = excess.compare(LE, 0f)
                    .or(fromArray(FLOATS, l, labels.offset() + b).compare(EQ, label));
            FloatVector one = ONE.blend(ZERO, none);
            fromArray(FLOATS, costs.data(), c).add(excess.blend(ZERO, none)).intoArray(costs.data(), c);
            fromArray(FLOATS, slopes.data(), s + b).sub(one).intoArray(slopes.data(), s + b);
            total = total.add(one);
        }
        float active = total.reduceLanes(ADD);
        for (; b < n; b++) {
            float excess = near - d[x + b] + margin;
            boolean none = excess <= 0f || l[labels.offset() + b] == label;
            costs.data()[costs.offset() + b] += none ? 0f : excess;
            slopes.data()[s + b] -= none ? 0f : 1f;
            active += none ? 0f : 1f;
        }
        slopes.data()[s + positive] += active;
    }

    /**
     * Returns the positive farthest from a row, the first of several. NaN counts as the greatest distance, so that it
     * is not lost.
     *
     * @return its index, or {@link #NONE}
     */
    public static int farthestPositive(Matrix distances, Matrix labels, int row) {
        int n = requireSquare(distances, labels);
        float label = labels.data()[labels.offset() + row];
        int x = distances.row(row);
        int bound = FLOATS.loopBound(n);
        FloatVector largest = broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        int b = 0;
        for (; b < bound; b += COUNT) {
            VectorMask<Float> alike =
                    fromArray(FLOATS, labels.data(), labels.offset() + b).compare(EQ, label);
            largest = largest.max(MINUS_INFINITY.blend(fromArray(FLOATS, distances.data(), x + b), alike));
        }
        float most = largest.reduceLanes(MAX);
        for (; b < n; b++) {
            boolean alike = labels.data()[labels.offset() + b] == label;
            most = alike ? Math.max(most, distances.data()[x + b]) : most;
        }
        return first(distances, labels, row, true, most);
    }

    /**
     * Returns the negative farthest from a row, like {@link #farthestPositive}. The loop is duplicated, because a
     * condition inside it would put vectors on the heap.
     *
     * @return its index, or {@link #NONE}
     */
    public static int farthestNegative(Matrix distances, Matrix labels, int row) {
        int n = requireSquare(distances, labels);
        float label = labels.data()[labels.offset() + row];
        int x = distances.row(row);
        int bound = FLOATS.loopBound(n);
        FloatVector largest = broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        int b = 0;
        for (; b < bound; b += COUNT) {
            VectorMask<Float> unlike =
                    fromArray(FLOATS, labels.data(), labels.offset() + b).compare(NE, label);
            largest = largest.max(MINUS_INFINITY.blend(fromArray(FLOATS, distances.data(), x + b), unlike));
        }
        float most = largest.reduceLanes(MAX);
        for (; b < n; b++) {
            boolean unlike = labels.data()[labels.offset() + b] != label;
            most = unlike ? Math.max(most, distances.data()[x + b]) : most;
        }
        return first(distances, labels, row, false, most);
    }

    /**
     * Returns the nearest of the negatives that are farther from a row than {@code beyond}, the first of several.
     *
     * @return its index, or {@link #NONE}
     */
    public static int nearestNegative(Matrix distances, Matrix labels, int row, float beyond) {
        int n = requireSquare(distances, labels);
        float label = labels.data()[labels.offset() + row];
        int x = distances.row(row);
        int bound = FLOATS.loopBound(n);
        FloatVector smallest = broadcast(FLOATS, Float.POSITIVE_INFINITY);
        int b = 0;
        for (; b < bound; b += COUNT) {
            FloatVector d = fromArray(FLOATS, distances.data(), x + b);
            VectorMask<Float> counts = d.compare(GT, beyond)
                    .and(fromArray(FLOATS, labels.data(), labels.offset() + b).compare(NE, label));
            smallest = smallest.min(INFINITY.blend(d, counts));
        }
        float least = smallest.reduceLanes(MIN);
        for (; b < n; b++) {
            float d = distances.data()[x + b];
            boolean counts = d > beyond && labels.data()[labels.offset() + b] != label;
            least = counts ? Math.min(least, d) : least;
        }
        return least > beyond ? first(distances, labels, row, false, least) : NONE;
    }

    private static int requireSquare(Matrix distances, Matrix labels) {
        int n = distances.rows();
        Views.require("the distances", distances, n, n);
        Views.requireColumn("the labels", labels, n);
        return n;
    }

    /**
     * Returns the first row at exactly the given distance, which may be NaN, whose label equals the row's if {@code
     * alike} and differs otherwise. The row itself, at distance 0, is excluded.
     */
    private static int first(Matrix distances, Matrix labels, int row, boolean alike, float distance) {
        float label = labels.data()[labels.offset() + row];
        int x = distances.row(row);
        boolean number = !Float.isNaN(distance);
        for (int b = number ? before(distances, row, distance) : 0; b < distances.columns(); b++) {
            float d = distances.data()[x + b];
            boolean found = number ? d == distance : Float.isNaN(d);
            if (found && b != row && (labels.data()[labels.offset() + b] == label) == alike) {
                return b;
            }
        }
        return NONE;
    }

    /**
     * Returns the start of the first vector that contains a distance; if none does, the start of the elements after
     * the last whole vector.
     */
    private static int before(Matrix distances, int row, float distance) {
        int bound = FLOATS.loopBound(distances.columns());
        int b = 0;
        while (b < bound
                && !fromArray(FLOATS, distances.data(), distances.row(row) + b)
                        .compare(EQ, distance)
                        .anyTrue()) {
            b += COUNT;
        }
        return b;
    }
}
