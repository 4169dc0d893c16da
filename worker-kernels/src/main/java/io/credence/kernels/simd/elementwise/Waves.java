package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorMath;
import io.credence.kernels.simd.Views;

/** Periodic functions of angles in turns, element by element; 1 turn is 2 pi. */
public final class Waves {
    private Waves() {}

    /** out = cos(2 pi (a + shift)). */
    public static void cosine(Matrix out, Matrix a, float shift) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            cosine(out.data(), out.row(r), a.data(), a.row(r), shift, length);
        }
    }

    private static void cosine(float[] out, int outIndex, float[] a, int aIndex, float shift, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.cosineOfTurns(fromArray(FLOATS, a, aIndex + i).add(shift))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = FloatMath.cosineOfTurns(a[aIndex + i] + shift);
        }
    }
}
