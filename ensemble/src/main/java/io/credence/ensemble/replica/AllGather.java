package io.credence.ensemble.replica;

import java.util.Arrays;

/**
 * An all-gather of one double per slice: every task sets the values of its slices and receives those of all others,
 * bit for bit. It uses the exchange, which sums floats. A double is sent as four 16-bit integers, which floats
 * represent exactly, and all other tasks add zeros.
 */
public final class AllGather {
    private static final int PARTS = Double.SIZE / Short.SIZE;
    private static final int MASK = 0xFFFF;

    private final float[] parts;
    private final GradientExchange exchange;

    /** @param slices the number of slices over all tasks */
    public AllGather(int slices, GradientExchange exchange) {
        this.parts = new float[slices * PARTS];
        this.exchange = exchange;
    }

    /** Clears all values. */
    public void clear() {
        Arrays.fill(parts, 0f);
    }

    /** Sets the value of a slice that this task carries. */
    public void set(int slice, double value) {
        long bits = Double.doubleToLongBits(value);
        for (int part = 0; part < PARTS; part++) {
            parts[slice * PARTS + part] = bits >>> part * Short.SIZE & MASK;
        }
    }

    /** Waits until every task has set its values since {@link #clear}; then all tasks have all values. */
    public void exchange() {
        exchange.sum(parts, 0, parts.length);
        exchange.finish();
    }

    /** Returns the value of a slice. */
    double get(int slice) {
        long bits = 0;
        for (int part = 0; part < PARTS; part++) {
            bits |= (long) parts[slice * PARTS + part] << part * Short.SIZE;
        }
        return Double.longBitsToDouble(bits);
    }

    /** Returns the sum of all values, in the order of the slices. */
    public double sum() {
        double sum = 0;
        for (int slice = 0; slice < parts.length / PARTS; slice++) {
            sum += get(slice);
        }
        return sum;
    }
}
