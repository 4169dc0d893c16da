package io.credence.kernels.simd.noise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.INTS;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.IntVector;

/**
 * Inverted dropout (Srivastava et al. 2014) whose mask is a function, not a state: a unit of a row is dropped if its
 * random word (see {@link RandomBits}) is below rate 2^32. So the mask of a row depends on its key, not on its
 * position.
 */
public final class InvertedDropout {
    private InvertedDropout() {}

    /**
     * mask [rows, units] = 0 for a dropped unit, 1 / (1 - rate) otherwise.
     *
     * @param mask an output
     * @param key the key of the seed and the layer
     * @param rowKeys one key per row
     * @param draw the training step, or the number of the pass at inference
     * @param rate the fraction of units to drop, at least 0 and below 1
     */
    public static void mask(Matrix mask, long key, long[] rowKeys, int draw, float rate) {
        if (!(rate >= 0f && rate < 1f)) {
            throw new IllegalArgumentException("the dropout rate is " + rate + "; it must be at least 0 and below 1");
        }
        // With the sign bit flipped, a signed comparison of words acts as an unsigned one.
        int threshold = (int) (long) (rate * 0x1p32) ^ Integer.MIN_VALUE;
        float kept = 1f / (1f - rate);
        for (int r = 0; r < mask.rows(); r++) {
            RandomBits.fillRow(mask, r, key, rowKeys[r], draw);
        }
        int runs = Views.runs(mask);
        int length = Views.length(mask, runs);
        for (int r = 0; r < runs; r++) {
            keepOrDrop(mask.data(), mask.row(r), length, threshold, kept);
        }
    }

    /** Turns random words into the mask, in place. */
    private static void keepOrDrop(float[] mask, int offset, int length, int threshold, float kept) {
        IntVector keptBits = IntVector.broadcast(INTS, Float.floatToRawIntBits(kept));
        int bound = FLOATS.loopBound(length);
        int u = 0;
        for (; u < bound; u += COUNT) {
            IntVector word =
                    fromArray(FLOATS, mask, offset + u).reinterpretAsInts().lanewise(XOR, Integer.MIN_VALUE);
            keptBits.blend(0, word.compare(LT, threshold)).reinterpretAsFloats().intoArray(mask, offset + u);
        }
        for (; u < length; u++) {
            int word = Float.floatToRawIntBits(mask[offset + u]) ^ Integer.MIN_VALUE;
            mask[offset + u] = word < threshold ? 0f : kept;
        }
    }
}
