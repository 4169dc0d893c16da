package io.credence.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector code like that of netlib's BLAS, with which spark.ml may have trained in the same JVM. It uses the widest
 * species and runs long enough to be compiled.
 */
public final class OtherVectorCode {
    private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_MAX;
    private static final long NANOS = 2_000_000_000L;

    private OtherVectorCode() {}

    /** Runs the code. The caller must use the returned sum, or the work would be optimised away. */
    public static float run() {
        float[] x = new float[4096];
        float[] y = new float[4096];
        float sum = 0;
        for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
            sum += dot(x, y);
            addScaled(y, 0.5f, x);
        }
        return sum;
    }

    private static float dot(float[] x, float[] y) {
        FloatVector sum = FloatVector.zero(WIDEST);
        for (int i = 0; i < WIDEST.loopBound(x.length); i += WIDEST.length()) {
            sum = FloatVector.fromArray(WIDEST, x, i).fma(FloatVector.fromArray(WIDEST, y, i), sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static void addScaled(float[] y, float factor, float[] x) {
        FloatVector factors = FloatVector.broadcast(WIDEST, factor);
        for (int i = 0; i < WIDEST.loopBound(x.length); i += WIDEST.length()) {
            FloatVector.fromArray(WIDEST, x, i)
                    .fma(factors, FloatVector.fromArray(WIDEST, y, i))
                    .intoArray(y, i);
        }
    }
}
