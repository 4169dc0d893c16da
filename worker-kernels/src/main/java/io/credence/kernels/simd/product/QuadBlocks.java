package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The register blocks of {@link Blocks} that are four vectors wide, for machines with 32 registers. With five rows,
 * the sums, the vectors of B and all elements of A of a step take 29 registers, so they fit in whatever order the
 * compiler schedules them. With more rows, HotSpot kept some sums in memory in some JVMs.
 */
final class QuadBlocks {
    private QuadBlocks() {}

    /** Computes five rows. */
    static void rows5(
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            int cStep,
            boolean accumulate) {
        float[] s = accumulate ? c : Blocks.ZEROS;
        int si = accumulate ? ci : 0;
        int sStep = accumulate ? cStep : 0;
        FloatVector t0 = fromArray(FLOATS, s, si);
        FloatVector u0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector v0 = fromArray(FLOATS, s, si + 2 * COUNT);
        FloatVector w0 = fromArray(FLOATS, s, si + 3 * COUNT);
        FloatVector t1 = fromArray(FLOATS, s, si + sStep);
        FloatVector u1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector v1 = fromArray(FLOATS, s, si + sStep + 2 * COUNT);
        FloatVector w1 = fromArray(FLOATS, s, si + sStep + 3 * COUNT);
        FloatVector t2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector u2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector v2 = fromArray(FLOATS, s, si + 2 * sStep + 2 * COUNT);
        FloatVector w2 = fromArray(FLOATS, s, si + 2 * sStep + 3 * COUNT);
        FloatVector t3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector u3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector v3 = fromArray(FLOATS, s, si + 3 * sStep + 2 * COUNT);
        FloatVector w3 = fromArray(FLOATS, s, si + 3 * sStep + 3 * COUNT);
        FloatVector t4 = fromArray(FLOATS, s, si + 4 * sStep);
        FloatVector u4 = fromArray(FLOATS, s, si + 4 * sStep + COUNT);
        FloatVector v4 = fromArray(FLOATS, s, si + 4 * sStep + 2 * COUNT);
        FloatVector w4 = fromArray(FLOATS, s, si + 4 * sStep + 3 * COUNT);
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        int after4 = 4 * rowStep;
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector b0 = fromArray(FLOATS, b, bl);
            FloatVector b1 = fromArray(FLOATS, b, bl + COUNT);
            FloatVector b2 = fromArray(FLOATS, b, bl + 2 * COUNT);
            FloatVector b3 = fromArray(FLOATS, b, bl + 3 * COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            t0 = x0.fma(b0, t0);
            u0 = x0.fma(b1, u0);
            v0 = x0.fma(b2, v0);
            w0 = x0.fma(b3, w0);
            FloatVector x1 = broadcast(FLOATS, a[al + rowStep]);
            t1 = x1.fma(b0, t1);
            u1 = x1.fma(b1, u1);
            v1 = x1.fma(b2, v1);
            w1 = x1.fma(b3, w1);
            FloatVector x2 = broadcast(FLOATS, a[al + after2]);
            t2 = x2.fma(b0, t2);
            u2 = x2.fma(b1, u2);
            v2 = x2.fma(b2, v2);
            w2 = x2.fma(b3, w2);
            FloatVector x3 = broadcast(FLOATS, a[al + after3]);
            t3 = x3.fma(b0, t3);
            u3 = x3.fma(b1, u3);
            v3 = x3.fma(b2, v3);
            w3 = x3.fma(b3, w3);
            FloatVector x4 = broadcast(FLOATS, a[al + after4]);
            t4 = x4.fma(b0, t4);
            u4 = x4.fma(b1, u4);
            v4 = x4.fma(b2, v4);
            w4 = x4.fma(b3, w4);
            al += depthStep;
        }
        t0.intoArray(c, ci);
        u0.intoArray(c, ci + COUNT);
        v0.intoArray(c, ci + 2 * COUNT);
        w0.intoArray(c, ci + 3 * COUNT);
        t1.intoArray(c, ci + cStep);
        u1.intoArray(c, ci + cStep + COUNT);
        v1.intoArray(c, ci + cStep + 2 * COUNT);
        w1.intoArray(c, ci + cStep + 3 * COUNT);
        t2.intoArray(c, ci + 2 * cStep);
        u2.intoArray(c, ci + 2 * cStep + COUNT);
        v2.intoArray(c, ci + 2 * cStep + 2 * COUNT);
        w2.intoArray(c, ci + 2 * cStep + 3 * COUNT);
        t3.intoArray(c, ci + 3 * cStep);
        u3.intoArray(c, ci + 3 * cStep + COUNT);
        v3.intoArray(c, ci + 3 * cStep + 2 * COUNT);
        w3.intoArray(c, ci + 3 * cStep + 3 * COUNT);
        t4.intoArray(c, ci + 4 * cStep);
        u4.intoArray(c, ci + 4 * cStep + COUNT);
        v4.intoArray(c, ci + 4 * cStep + 2 * COUNT);
        w4.intoArray(c, ci + 4 * cStep + 3 * COUNT);
    }

    /** Computes four rows. */
    static void rows4(
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            int cStep,
            boolean accumulate) {
        float[] s = accumulate ? c : Blocks.ZEROS;
        int si = accumulate ? ci : 0;
        int sStep = accumulate ? cStep : 0;
        FloatVector t0 = fromArray(FLOATS, s, si);
        FloatVector u0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector v0 = fromArray(FLOATS, s, si + 2 * COUNT);
        FloatVector w0 = fromArray(FLOATS, s, si + 3 * COUNT);
        FloatVector t1 = fromArray(FLOATS, s, si + sStep);
        FloatVector u1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector v1 = fromArray(FLOATS, s, si + sStep + 2 * COUNT);
        FloatVector w1 = fromArray(FLOATS, s, si + sStep + 3 * COUNT);
        FloatVector t2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector u2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector v2 = fromArray(FLOATS, s, si + 2 * sStep + 2 * COUNT);
        FloatVector w2 = fromArray(FLOATS, s, si + 2 * sStep + 3 * COUNT);
        FloatVector t3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector u3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector v3 = fromArray(FLOATS, s, si + 3 * sStep + 2 * COUNT);
        FloatVector w3 = fromArray(FLOATS, s, si + 3 * sStep + 3 * COUNT);
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector b0 = fromArray(FLOATS, b, bl);
            FloatVector b1 = fromArray(FLOATS, b, bl + COUNT);
            FloatVector b2 = fromArray(FLOATS, b, bl + 2 * COUNT);
            FloatVector b3 = fromArray(FLOATS, b, bl + 3 * COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            t0 = x0.fma(b0, t0);
            u0 = x0.fma(b1, u0);
            v0 = x0.fma(b2, v0);
            w0 = x0.fma(b3, w0);
            FloatVector x1 = broadcast(FLOATS, a[al + rowStep]);
            t1 = x1.fma(b0, t1);
            u1 = x1.fma(b1, u1);
            v1 = x1.fma(b2, v1);
            w1 = x1.fma(b3, w1);
            FloatVector x2 = broadcast(FLOATS, a[al + after2]);
            t2 = x2.fma(b0, t2);
            u2 = x2.fma(b1, u2);
            v2 = x2.fma(b2, v2);
            w2 = x2.fma(b3, w2);
            FloatVector x3 = broadcast(FLOATS, a[al + after3]);
            t3 = x3.fma(b0, t3);
            u3 = x3.fma(b1, u3);
            v3 = x3.fma(b2, v3);
            w3 = x3.fma(b3, w3);
            al += depthStep;
        }
        t0.intoArray(c, ci);
        u0.intoArray(c, ci + COUNT);
        v0.intoArray(c, ci + 2 * COUNT);
        w0.intoArray(c, ci + 3 * COUNT);
        t1.intoArray(c, ci + cStep);
        u1.intoArray(c, ci + cStep + COUNT);
        v1.intoArray(c, ci + cStep + 2 * COUNT);
        w1.intoArray(c, ci + cStep + 3 * COUNT);
        t2.intoArray(c, ci + 2 * cStep);
        u2.intoArray(c, ci + 2 * cStep + COUNT);
        v2.intoArray(c, ci + 2 * cStep + 2 * COUNT);
        w2.intoArray(c, ci + 2 * cStep + 3 * COUNT);
        t3.intoArray(c, ci + 3 * cStep);
        u3.intoArray(c, ci + 3 * cStep + COUNT);
        v3.intoArray(c, ci + 3 * cStep + 2 * COUNT);
        w3.intoArray(c, ci + 3 * cStep + 3 * COUNT);
    }

    /** Computes one row. */
    static void rows1(
            int depth,
            float[] a,
            int ai,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            boolean accumulate) {
        float[] s = accumulate ? c : Blocks.ZEROS;
        int si = accumulate ? ci : 0;
        FloatVector t0 = fromArray(FLOATS, s, si);
        FloatVector u0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector v0 = fromArray(FLOATS, s, si + 2 * COUNT);
        FloatVector w0 = fromArray(FLOATS, s, si + 3 * COUNT);
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector b0 = fromArray(FLOATS, b, bl);
            FloatVector b1 = fromArray(FLOATS, b, bl + COUNT);
            FloatVector b2 = fromArray(FLOATS, b, bl + 2 * COUNT);
            FloatVector b3 = fromArray(FLOATS, b, bl + 3 * COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            t0 = x0.fma(b0, t0);
            u0 = x0.fma(b1, u0);
            v0 = x0.fma(b2, v0);
            w0 = x0.fma(b3, w0);
            al += depthStep;
        }
        t0.intoArray(c, ci);
        u0.intoArray(c, ci + COUNT);
        v0.intoArray(c, ci + 2 * COUNT);
        w0.intoArray(c, ci + 3 * COUNT);
    }
}
