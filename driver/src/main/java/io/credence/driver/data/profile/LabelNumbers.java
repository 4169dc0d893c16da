package io.credence.driver.data.profile;

import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.exact.Moments;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of numeric labels in bins of equal relative width, 1/128 of their size, from which quartiles are read. Counts
 * merge to the same bits however the rows are divided.
 */
final class LabelNumbers implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The bits of a float32 that a bin ignores. */
    private static final int IGNORED_BITS = 16;

    private final TreeMap<Integer, Long> bins = new TreeMap<>();
    private long zeros;
    private long integers;

    void add(double label) {
        bins.merge(bin(label), 1L, Long::sum);
        zeros += label == 0 ? 1 : 0;
        integers += label == Math.rint(label) ? 1 : 0;
    }

    void add(LabelNumbers other) {
        other.bins.forEach((bin, count) -> bins.merge(bin, count, Long::sum));
        zeros += other.zeros;
        integers += other.integers;
    }

    /** Returns the bin of a number; bins are in the order of the numbers. */
    private static int bin(double label) {
        int bits = Float.floatToIntBits((float) (label + 0.0));
        return (bits >= 0 ? bits : bits ^ Integer.MAX_VALUE) >> IGNORED_BITS;
    }

    /** Returns the number at the lower end of a bin's size. */
    private static double number(int bin) {
        int bits = bin << IGNORED_BITS;
        return Float.intBitsToFloat(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
    }

    LabelSummary summary(String name, Moments training) {
        double lower = number(quantile(0.25, training.count()));
        double upper = number(quantile(0.75, training.count()));
        double reach = LabelSummary.FAR * (upper - lower);
        boolean varies = reach > 0;
        return new LabelSummary(
                name,
                training.count(),
                zeros,
                integers,
                training.minimum(),
                training.mean(),
                training.variance(),
                varies ? sum(bins.headMap(bin(lower - reach)).values()) : 0,
                varies ? sum(bins.tailMap(bin(upper + reach), false).values()) : 0);
    }

    private int quantile(double level, long rows) {
        double rank = level * rows;
        long below = 0;
        for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
            below += bin.getValue();
            if (below >= rank) {
                return bin.getKey();
            }
        }
        return bins.lastKey();
    }

    private static long sum(Iterable<Long> counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
