package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The register blocks of {@link Blocks} that are two vectors wide. Machines with 16 registers, which hold the sums of
 * six rows, use them for all of C. Machines with 32 registers use them for the columns left over at the right of C.
 */
final class PairBlocks {
    private PairBlocks() {}

    /** Computes eight rows. */
    static void rows8(
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
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector l1 = fromArray(FLOATS, s, si + sStep);
        FloatVector r1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector l2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector l3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector l4 = fromArray(FLOATS, s, si + 4 * sStep);
        FloatVector r4 = fromArray(FLOATS, s, si + 4 * sStep + COUNT);
        FloatVector l5 = fromArray(FLOATS, s, si + 5 * sStep);
        FloatVector r5 = fromArray(FLOATS, s, si + 5 * sStep + COUNT);
        FloatVector l6 = fromArray(FLOATS, s, si + 6 * sStep);
        FloatVector r6 = fromArray(FLOATS, s, si + 6 * sStep + COUNT);
        FloatVector l7 = fromArray(FLOATS, s, si + 7 * sStep);
        FloatVector r7 = fromArray(FLOATS, s, si + 7 * sStep + COUNT);
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        int after4 = 4 * rowStep;
        int after5 = 5 * rowStep;
        int after6 = 6 * rowStep;
        int after7 = 7 * rowStep;
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = broadcast(FLOATS, a[al + rowStep]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = broadcast(FLOATS, a[al + after2]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = broadcast(FLOATS, a[al + after3]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            FloatVector x4 = broadcast(FLOATS, a[al + after4]);
            l4 = x4.fma(left, l4);
            r4 = x4.fma(right, r4);
            FloatVector x5 = broadcast(FLOATS, a[al + after5]);
            l5 = x5.fma(left, l5);
            r5 = x5.fma(right, r5);
            FloatVector x6 = broadcast(FLOATS, a[al + after6]);
            l6 = x6.fma(left, l6);
            r6 = x6.fma(right, r6);
            FloatVector x7 = broadcast(FLOATS, a[al + after7]);
            l7 = x7.fma(left, l7);
            r7 = x7.fma(right, r7);
            al += depthStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
        l1.intoArray(c, ci + cStep);
        r1.intoArray(c, ci + cStep + COUNT);
        l2.intoArray(c, ci + 2 * cStep);
        r2.intoArray(c, ci + 2 * cStep + COUNT);
        l3.intoArray(c, ci + 3 * cStep);
        r3.intoArray(c, ci + 3 * cStep + COUNT);
        l4.intoArray(c, ci + 4 * cStep);
        r4.intoArray(c, ci + 4 * cStep + COUNT);
        l5.intoArray(c, ci + 5 * cStep);
        r5.intoArray(c, ci + 5 * cStep + COUNT);
        l6.intoArray(c, ci + 6 * cStep);
        r6.intoArray(c, ci + 6 * cStep + COUNT);
        l7.intoArray(c, ci + 7 * cStep);
        r7.intoArray(c, ci + 7 * cStep + COUNT);
    }

    /** Computes six rows. */
    static void rows6(
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
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector l1 = fromArray(FLOATS, s, si + sStep);
        FloatVector r1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector l2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector l3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector l4 = fromArray(FLOATS, s, si + 4 * sStep);
        FloatVector r4 = fromArray(FLOATS, s, si + 4 * sStep + COUNT);
        FloatVector l5 = fromArray(FLOATS, s, si + 5 * sStep);
        FloatVector r5 = fromArray(FLOATS, s, si + 5 * sStep + COUNT);
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        int after4 = 4 * rowStep;
        int after5 = 5 * rowStep;
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = broadcast(FLOATS, a[al + rowStep]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = broadcast(FLOATS, a[al + after2]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = broadcast(FLOATS, a[al + after3]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            FloatVector x4 = broadcast(FLOATS, a[al + after4]);
            l4 = x4.fma(left, l4);
            r4 = x4.fma(right, r4);
            FloatVector x5 = broadcast(FLOATS, a[al + after5]);
            l5 = x5.fma(left, l5);
            r5 = x5.fma(right, r5);
            al += depthStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
        l1.intoArray(c, ci + cStep);
        r1.intoArray(c, ci + cStep + COUNT);
        l2.intoArray(c, ci + 2 * cStep);
        r2.intoArray(c, ci + 2 * cStep + COUNT);
        l3.intoArray(c, ci + 3 * cStep);
        r3.intoArray(c, ci + 3 * cStep + COUNT);
        l4.intoArray(c, ci + 4 * cStep);
        r4.intoArray(c, ci + 4 * cStep + COUNT);
        l5.intoArray(c, ci + 5 * cStep);
        r5.intoArray(c, ci + 5 * cStep + COUNT);
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
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector l1 = fromArray(FLOATS, s, si + sStep);
        FloatVector r1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector l2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector l3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = broadcast(FLOATS, a[al + rowStep]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = broadcast(FLOATS, a[al + after2]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = broadcast(FLOATS, a[al + after3]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            al += depthStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
        l1.intoArray(c, ci + cStep);
        r1.intoArray(c, ci + cStep + COUNT);
        l2.intoArray(c, ci + 2 * cStep);
        r2.intoArray(c, ci + 2 * cStep + COUNT);
        l3.intoArray(c, ci + 3 * cStep);
        r3.intoArray(c, ci + 3 * cStep + COUNT);
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
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        int al = ai;
        for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[al]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            al += depthStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
    }
}
