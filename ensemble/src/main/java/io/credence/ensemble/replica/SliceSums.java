package io.credence.ensemble.replica;

import java.util.Arrays;

/**
 * One double for each slice, computed by the task that carries it and handed to all others bit for bit. It goes through the exchange that
 * sums floats: a double is four whole numbers of 16 bits, which a float holds exactly, and adding the zeros of all other tasks changes
 * none of them.
 */
public final class SliceSums {
    private static final int PARTS = Double.SIZE / Short.SIZE;
    private static final int MASK = 0xFFFF;

    private final float[] parts;
    private final GradientExchange exchange;

    public SliceSums(int slices, GradientExchange exchange) {
        this.parts = new float[slices * PARTS];
        this.exchange = exchange;
    }

    /** Forgets all values. */
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

    /** Waits until every task has set the values of its slices since {@link #clear}; afterwards all tasks have all of them. */
    public void exchange() {
        exchange.sum(parts, 0, parts.length);
        exchange.finish();
    }

    /** The value of a slice. */
    double get(int slice) {
        long bits = 0;
        for (int part = 0; part < PARTS; part++) {
            bits |= (long) parts[slice * PARTS + part] << part * Short.SIZE;
        }
        return Double.longBitsToDouble(bits);
    }

    /** The sum of all slices' values, in their order. */
    public double sum() {
        double sum = 0;
        for (int slice = 0; slice < parts.length / PARTS; slice++) {
            sum += get(slice);
        }
        return sum;
    }
}
