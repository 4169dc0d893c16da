package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.DOUBLES;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * A warm-up that runs the vector operators of long loops before the virtual machine compiles anything.
 *
 * <p>All operators pass through the same few methods of the Vector API, which look up an operator's implementation and
 * cast it. If the first hot kernel uses a single operator, those methods are compiled for that one, and any other
 * operator hits an uncommon trap in them. HotSpot adds up the traps of a method over the places where it is inlined.
 * Beyond a hundred in one loop (PerMethodTrapLimit) it no longer relies on any type profile there, so calls are not
 * inlined and vectors become objects on the heap. A long loop, such as an exponential, inlines these methods forty
 * times. Methods whose profile contained several operators from the start have no such traps.
 */
final class VectorWarmUp {
    /** Enough calls of each shared method to make the interpreter start its profile, which it does after 400. */
    private static final int ROUNDS = 200;

    private VectorWarmUp() {}

    static void run() {
        float[] floats = new float[Lanes.COUNT];
        double[] doubles = new double[DOUBLES.length()];
        for (int round = 0; round < ROUNDS; round++) {
            runFloats(floats);
            runDoubles(doubles);
        }
    }

    private static void runFloats(float[] floats) {
        FloatVector x = FloatVector.fromArray(FLOATS, floats, 0);
        FloatVector y = x.add(x).sub(1f).mul(x).div(x).max(x).fma(x, x).lanewise(FMA, x, 1f);
        y = y.neg().abs().sqrt();
        y = y.blend(0f, y.compare(GT, 0f)).blend(x, y.compare(LE, 1f));
        IntVector i = y.reinterpretAsInts();
        i = i.add(1).sub(i).mul(i).lanewise(AND, 1).lanewise(XOR, i).lanewise(OR, 1);
        i = i.lanewise(LSHL, 1).lanewise(ASHR, 1).lanewise(LSHR, 1);
        i = i.blend(IntVector.broadcast(INTS, 1), i.compare(LT, 0));
        i.reinterpretAsFloats().intoArray(floats, 0);
        floats[0] = x.reduceLanes(MAX);
    }

    private static void runDoubles(double[] doubles) {
        DoubleVector x = DoubleVector.fromArray(DOUBLES, doubles, 0);
        DoubleVector y =
                x.add(x).sub(1).mul(x).div(x).add(1).lanewise(FMA, x, 1).lanewise(FMA, 1, 1);
        y = y.neg().abs();
        y = y.blend(0, y.compare(GT, 0)).blend(x, y.compare(LE, x)).blend(x, y.compare(LT, x));
        y = y.blend(x, y.compare(GE, x)).blend(0, y.compare(EQ, 0));
        y.reinterpretAsLongs().lanewise(LSHL, 1).add(1).reinterpretAsDoubles().intoArray(doubles, 0);
    }
}
