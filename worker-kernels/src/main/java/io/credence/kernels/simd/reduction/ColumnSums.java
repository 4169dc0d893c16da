package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * Sums down the columns of a matrix [rows, columns], from the first row to the last. Each method adds to the elements
 * of its outputs, which are rows. Where possible, the loops take four vectors of columns at a time, for two reasons.
 * Each addition to a sum must wait for the one before it, and rows a power of two apart evict each other from the cache
 * before the next columns are read.
 */
final class ColumnSums {
    private static final int WIDE = 4 * COUNT;

    private ColumnSums() {}

    /** to += sum of a. */
    static void add(float[] to, int at, Matrix a) {
        int wide = a.columns() - a.columns() % WIDE;
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            addWide(to, at + j, a.data(), a.offset() + j, a.stride(), a.rows());
        }
        for (; j < bound; j += COUNT) {
            FloatVector sum = fromArray(FLOATS, to, at + j);
            for (int r = 0; r < a.rows(); r++) {
                sum = sum.add(fromArray(FLOATS, a.data(), a.row(r) + j));
            }
            sum.intoArray(to, at + j);
        }
        for (; j < a.columns(); j++) {
            float sum = to[at + j];
            for (int r = 0; r < a.rows(); r++) {
                sum += a.data()[a.row(r) + j];
            }
            to[at + j] = sum;
        }
    }

    private static void addWide(float[] to, int at, float[] a, int offset, int stride, int rows) {
        FloatVector s0 = fromArray(FLOATS, to, at);
        FloatVector s1 = fromArray(FLOATS, to, at + COUNT);
        FloatVector s2 = fromArray(FLOATS, to, at + 2 * COUNT);
        FloatVector s3 = fromArray(FLOATS, to, at + 3 * COUNT);
        for (int r = 0, i = offset; r < rows; r++, i += stride) {
            s0 = s0.add(fromArray(FLOATS, a, i));
            s1 = s1.add(fromArray(FLOATS, a, i + COUNT));
            s2 = s2.add(fromArray(FLOATS, a, i + 2 * COUNT));
            s3 = s3.add(fromArray(FLOATS, a, i + 3 * COUNT));
        }
        s0.intoArray(to, at);
        s1.intoArray(to, at + COUNT);
        s2.intoArray(to, at + 2 * COUNT);
        s3.intoArray(to, at + 3 * COUNT);
    }

    /** to += sum of (a - centre)^2, by fused multiply-adds; the centre is a row. */
    static void addSquares(float[] to, int at, Matrix a, Matrix centre) {
        float[] c = centre.data();
        int wide = a.columns() - a.columns() % WIDE;
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            addSquaresWide(to, at + j, a.data(), a.offset() + j, a.stride(), a.rows(), c, centre.offset() + j);
        }
        for (; j < bound; j += COUNT) {
            FloatVector m = fromArray(FLOATS, c, centre.offset() + j);
            FloatVector sum = fromArray(FLOATS, to, at + j);
            for (int r = 0; r < a.rows(); r++) {
                FloatVector d = fromArray(FLOATS, a.data(), a.row(r) + j).sub(m);
                sum = d.fma(d, sum);
            }
            sum.intoArray(to, at + j);
        }
        for (; j < a.columns(); j++) {
            float sum = to[at + j];
            for (int r = 0; r < a.rows(); r++) {
                float d = a.data()[a.row(r) + j] - c[centre.offset() + j];
                sum = Math.fma(d, d, sum);
            }
            to[at + j] = sum;
        }
    }

    private static void addSquaresWide(
            float[] to, int at, float[] a, int offset, int stride, int rows, float[] centre, int c) {
        FloatVector m0 = fromArray(FLOATS, centre, c);
        FloatVector m1 = fromArray(FLOATS, centre, c + COUNT);
        FloatVector m2 = fromArray(FLOATS, centre, c + 2 * COUNT);
        FloatVector m3 = fromArray(FLOATS, centre, c + 3 * COUNT);
        FloatVector s0 = fromArray(FLOATS, to, at);
        FloatVector s1 = fromArray(FLOATS, to, at + COUNT);
        FloatVector s2 = fromArray(FLOATS, to, at + 2 * COUNT);
        FloatVector s3 = fromArray(FLOATS, to, at + 3 * COUNT);
        for (int r = 0, i = offset; r < rows; r++, i += stride) {
            FloatVector d0 = fromArray(FLOATS, a, i).sub(m0);
            s0 = d0.fma(d0, s0);
            FloatVector d1 = fromArray(FLOATS, a, i + COUNT).sub(m1);
            s1 = d1.fma(d1, s1);
            FloatVector d2 = fromArray(FLOATS, a, i + 2 * COUNT).sub(m2);
            s2 = d2.fma(d2, s2);
            FloatVector d3 = fromArray(FLOATS, a, i + 3 * COUNT).sub(m3);
            s3 = d3.fma(d3, s3);
        }
        s0.intoArray(to, at);
        s1.intoArray(to, at + COUNT);
        s2.intoArray(to, at + 2 * COUNT);
        s3.intoArray(to, at + 3 * COUNT);
    }

    /**
     * Adds the sum of (a - centre) b, by fused multiply-adds, to the dots, and the sum of b to the sums, in one pass.
     * Centre, dots and sums are rows. The wide loop holds eight sums.
     */
    static void addDotsAndSums(Matrix dots, Matrix sums, Matrix a, Matrix centre, Matrix b) {
        int wide = a.columns() - a.columns() % WIDE;
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            addDotsAndSumsWide(dots, sums, a, centre, b, j);
        }
        for (; j < bound; j += COUNT) {
            FloatVector m = fromArray(FLOATS, centre.data(), centre.offset() + j);
            FloatVector dot = fromArray(FLOATS, dots.data(), dots.offset() + j);
            FloatVector sum = fromArray(FLOATS, sums.data(), sums.offset() + j);
            for (int r = 0; r < a.rows(); r++) {
                FloatVector g = fromArray(FLOATS, b.data(), b.row(r) + j);
                dot = fromArray(FLOATS, a.data(), a.row(r) + j).sub(m).fma(g, dot);
                sum = sum.add(g);
            }
            dot.intoArray(dots.data(), dots.offset() + j);
            sum.intoArray(sums.data(), sums.offset() + j);
        }
        for (; j < a.columns(); j++) {
            float dot = dots.data()[dots.offset() + j];
            float sum = sums.data()[sums.offset() + j];
            for (int r = 0; r < a.rows(); r++) {
                float g = b.data()[b.row(r) + j];
                dot = Math.fma(a.data()[a.row(r) + j] - centre.data()[centre.offset() + j], g, dot);
                sum += g;
            }
            dots.data()[dots.offset() + j] = dot;
            sums.data()[sums.offset() + j] = sum;
        }
    }

    private static void addDotsAndSumsWide(Matrix dots, Matrix sums, Matrix a, Matrix centre, Matrix b, int j) {
        int c = centre.offset() + j;
        FloatVector m0 = fromArray(FLOATS, centre.data(), c);
        FloatVector m1 = fromArray(FLOATS, centre.data(), c + COUNT);
        FloatVector m2 = fromArray(FLOATS, centre.data(), c + 2 * COUNT);
        FloatVector m3 = fromArray(FLOATS, centre.data(), c + 3 * COUNT);
        int toDots = dots.offset() + j;
        FloatVector d0 = fromArray(FLOATS, dots.data(), toDots);
        FloatVector d1 = fromArray(FLOATS, dots.data(), toDots + COUNT);
        FloatVector d2 = fromArray(FLOATS, dots.data(), toDots + 2 * COUNT);
        FloatVector d3 = fromArray(FLOATS, dots.data(), toDots + 3 * COUNT);
        int toSums = sums.offset() + j;
        FloatVector s0 = fromArray(FLOATS, sums.data(), toSums);
        FloatVector s1 = fromArray(FLOATS, sums.data(), toSums + COUNT);
        FloatVector s2 = fromArray(FLOATS, sums.data(), toSums + 2 * COUNT);
        FloatVector s3 = fromArray(FLOATS, sums.data(), toSums + 3 * COUNT);
        for (int r = 0; r < a.rows(); r++) {
            int i = a.row(r) + j;
            int k = b.row(r) + j;
            FloatVector g0 = fromArray(FLOATS, b.data(), k);
            d0 = fromArray(FLOATS, a.data(), i).sub(m0).fma(g0, d0);
            s0 = s0.add(g0);
            FloatVector g1 = fromArray(FLOATS, b.data(), k + COUNT);
            d1 = fromArray(FLOATS, a.data(), i + COUNT).sub(m1).fma(g1, d1);
            s1 = s1.add(g1);
            FloatVector g2 = fromArray(FLOATS, b.data(), k + 2 * COUNT);
            d2 = fromArray(FLOATS, a.data(), i + 2 * COUNT).sub(m2).fma(g2, d2);
            s2 = s2.add(g2);
            FloatVector g3 = fromArray(FLOATS, b.data(), k + 3 * COUNT);
            d3 = fromArray(FLOATS, a.data(), i + 3 * COUNT).sub(m3).fma(g3, d3);
            s3 = s3.add(g3);
        }
        d0.intoArray(dots.data(), toDots);
        d1.intoArray(dots.data(), toDots + COUNT);
        d2.intoArray(dots.data(), toDots + 2 * COUNT);
        d3.intoArray(dots.data(), toDots + 3 * COUNT);
        s0.intoArray(sums.data(), toSums);
        s1.intoArray(sums.data(), toSums + COUNT);
        s2.intoArray(sums.data(), toSums + 2 * COUNT);
        s3.intoArray(sums.data(), toSums + 3 * COUNT);
    }

    /**
     * dots += sum of (a - centre) scale b, with the last multiplication fused into the addition. Centre and scale are
     * columns [rows, 1], the dots a row.
     */
    static void addNormalDots(Matrix dots, Matrix a, Matrix centre, Matrix scale, Matrix b) {
        float[] to = dots.data();
        int wide = a.columns() - a.columns() % WIDE;
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            addNormalDotsWide(to, dots.offset() + j, a, centre, scale, b, j);
        }
        for (; j < bound; j += COUNT) {
            FloatVector sum = fromArray(FLOATS, to, dots.offset() + j);
            for (int r = 0; r < a.rows(); r++) {
                FloatVector normal = fromArray(FLOATS, a.data(), a.row(r) + j)
                        .sub(centre.data()[centre.row(r)])
                        .mul(scale.data()[scale.row(r)]);
                sum = normal.fma(fromArray(FLOATS, b.data(), b.row(r) + j), sum);
            }
            sum.intoArray(to, dots.offset() + j);
        }
        for (; j < a.columns(); j++) {
            float sum = to[dots.offset() + j];
            for (int r = 0; r < a.rows(); r++) {
                float normal = (a.data()[a.row(r) + j] - centre.data()[centre.row(r)]) * scale.data()[scale.row(r)];
                sum = Math.fma(normal, b.data()[b.row(r) + j], sum);
            }
            to[dots.offset() + j] = sum;
        }
    }

    private static void addNormalDotsWide(float[] to, int at, Matrix a, Matrix centre, Matrix scale, Matrix b, int j) {
        FloatVector s0 = fromArray(FLOATS, to, at);
        FloatVector s1 = fromArray(FLOATS, to, at + COUNT);
        FloatVector s2 = fromArray(FLOATS, to, at + 2 * COUNT);
        FloatVector s3 = fromArray(FLOATS, to, at + 3 * COUNT);
        for (int r = 0; r < a.rows(); r++) {
            FloatVector m = broadcast(FLOATS, centre.data()[centre.row(r)]);
            FloatVector s = broadcast(FLOATS, scale.data()[scale.row(r)]);
            int i = a.row(r) + j;
            int k = b.row(r) + j;
            s0 = fromArray(FLOATS, a.data(), i).sub(m).mul(s).fma(fromArray(FLOATS, b.data(), k), s0);
            s1 = fromArray(FLOATS, a.data(), i + COUNT).sub(m).mul(s).fma(fromArray(FLOATS, b.data(), k + COUNT), s1);
            s2 = fromArray(FLOATS, a.data(), i + 2 * COUNT)
                    .sub(m)
                    .mul(s)
                    .fma(fromArray(FLOATS, b.data(), k + 2 * COUNT), s2);
            s3 = fromArray(FLOATS, a.data(), i + 3 * COUNT)
                    .sub(m)
                    .mul(s)
                    .fma(fromArray(FLOATS, b.data(), k + 3 * COUNT), s3);
        }
        s0.intoArray(to, at);
        s1.intoArray(to, at + COUNT);
        s2.intoArray(to, at + 2 * COUNT);
        s3.intoArray(to, at + 3 * COUNT);
    }
}
