package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A histogram of rows by a real-valued score, with the sum of a loss in every bin. It is sufficient for ranking
 * metrics, so rows need not be collected.
 *
 * <p>A score is rounded to float32. The bits of a float, with the sign folded, sort like integers, and rows are
 * counted by those integers. Up to {@value #MAX_BINS} distinct scores, only this rounding loses information. Beyond
 * that the lowest bits are dropped, one at a time, until the bins fit. Neighbouring scores then count as ties, which
 * every metric treats as half right. Scores that span 30 powers of two, such as from 1e-9 to 1, keep a relative
 * resolution of 1/512.
 *
 * <p>The number of dropped bits depends only on the set of scores, never on the order in which rows are added and
 * merged. The same is true of counts and sums, because losses are integers such as 0 and 1; {@link #ofRealLosses} sums
 * other losses exactly.
 */
public final class ScoreHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The default maximum number of bins. */
    public static final int MAX_BINS = 1 << 14;

    /** A maximum that is sufficient for drawing: neighbours differ by 1/32 over 30 powers of two. */
    static final int DRAWING_BINS = 1 << 10;

    /** Lower than the default, because exact sums take more memory and curves of a hundred points need no more bins. */
    private static final int MAX_BINS_OF_REAL_LOSSES = 1 << 12;

    private static final int FIRST_CAPACITY = 64;

    /** Open addressing: slot i is in use if counts[i] is above 0. */
    private int[] keys = new int[FIRST_CAPACITY];

    private long[] counts = new long[FIRST_CAPACITY];
    private double[] losses = new double[FIRST_CAPACITY];

    /** Replaces {@link #losses} if losses are not integers; otherwise null. */
    private ExactSum[] realLosses;

    private final int maxBins;
    private int bins;
    private int droppedBits;

    /** Creates a histogram with at most {@value #MAX_BINS} bins whose losses are integers. */
    public ScoreHistogram() {
        this(MAX_BINS);
    }

    /** @param maxBins the maximum number of bins, at least 1; equal in all histograms that are merged */
    ScoreHistogram(int maxBins) {
        this.maxBins = maxBins;
    }

    /** Creates a histogram with at most {@value #MAX_BINS_OF_REAL_LOSSES} bins whose losses may be any numbers. */
    static ScoreHistogram ofRealLosses() {
        ScoreHistogram histogram = new ScoreHistogram(MAX_BINS_OF_REAL_LOSSES);
        histogram.realLosses = new ExactSum[FIRST_CAPACITY];
        return histogram;
    }

    /**
     * Adds one row.
     *
     * @param score any number, including infinities
     * @param loss the value that is summed over the rows of a bin; an integer unless the histogram has real losses
     * @throws IllegalArgumentException if the score is NaN
     */
    public void add(double score, double loss) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("the score is NaN; it must be a number");
        }
        int bin = count(key(score) >> droppedBits, 1);
        if (realLosses == null) {
            losses[bin] += loss;
        } else {
            realLosses(bin).add(loss);
        }
        makeFit();
    }

    /** Adds the rows of another histogram, leaving it unchanged. */
    public void merge(ScoreHistogram other) {
        while (droppedBits < other.droppedBits) {
            dropBit();
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] > 0) {
                // Recompute the shift for every bin: adding may drop another bit.
                int bin = count(other.keys[i] >> (droppedBits - other.droppedBits), other.counts[i]);
                losses[bin] += other.losses[i];
                if (realLosses != null) {
                    realLosses(bin).add(other.realLosses[i]);
                }
                makeFit();
            }
        }
    }

    /**
     * A histogram without the empty slots of its hash table, for transfer over a network.
     *
     * @param maxBins the maximum number of bins
     * @param droppedBits the number of low bits dropped from scores
     * @param keys the keys of the bins, ascending
     * @param counts the number of rows in each bin, each above 0
     * @param losses integer losses; null if losses are real
     * @param realLosses real losses; null if losses are integers
     */
    public record Packed(
            int maxBins, int droppedBits, int[] keys, long[] counts, double[] losses, ExactSum[] realLosses) {}

    /** Returns this histogram in packed form; the exact sums are shared with it. */
    public Packed packed() {
        long[] order = order();
        int[] packedKeys = new int[bins];
        long[] packedCounts = new long[bins];
        double[] packedLosses = realLosses == null ? new double[bins] : null;
        ExactSum[] packedRealLosses = realLosses == null ? null : new ExactSum[bins];
        for (int b = 0; b < bins; b++) {
            int i = (int) order[b];
            packedKeys[b] = keys[i];
            packedCounts[b] = counts[i];
            if (realLosses == null) {
                packedLosses[b] = losses[i];
            } else {
                packedRealLosses[b] = realLosses[i];
            }
        }
        return new Packed(maxBins, droppedBits, packedKeys, packedCounts, packedLosses, packedRealLosses);
    }

    /** Returns the histogram that was packed. */
    public static ScoreHistogram of(Packed packed) {
        ScoreHistogram histogram = new ScoreHistogram(packed.maxBins());
        histogram.droppedBits = packed.droppedBits();
        histogram.realLosses = packed.realLosses() == null ? null : new ExactSum[FIRST_CAPACITY];
        for (int b = 0; b < packed.keys().length; b++) {
            int bin = histogram.count(packed.keys()[b], packed.counts()[b]);
            if (packed.realLosses() == null) {
                histogram.losses[bin] = packed.losses()[b];
            } else {
                histogram.realLosses[bin] = packed.realLosses()[b];
            }
            histogram.makeFit();
        }
        return histogram;
    }

    /** Returns the bins in ascending order of their scores. */
    public Ranking ranking() {
        long[] order = order();
        double[] low = new double[bins];
        double[] high = new double[bins];
        long[] count = new long[bins];
        double[] loss = new double[bins];
        for (int b = 0; b < bins; b++) {
            int i = (int) order[b];
            int lowest = keys[i] << droppedBits;
            low[b] = score(lowest);
            high[b] = score(lowest | ((1 << droppedBits) - 1));
            count[b] = counts[i];
            loss[b] = realLosses == null ? losses[i] : realLosses[i].value();
        }
        return new Ranking(low, high, count, loss);
    }

    /** Returns the slots of the bins in ascending order of their scores, each in the lower 32 bits of a number. */
    private long[] order() {
        long[] order = new long[bins];
        int found = 0;
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] > 0) {
                order[found++] = ((long) keys[i] << 32) | i;
            }
        }
        Arrays.sort(order);
        return order;
    }

    /** Adds rows to a key's bin and returns its slot, which {@link #makeFit} may move. */
    private int count(int key, long rows) {
        int i = find(key);
        if (counts[i] == 0) {
            keys[i] = key;
            bins++;
        }
        counts[i] += rows;
        return i;
    }

    private ExactSum realLosses(int bin) {
        if (realLosses[bin] == null) {
            realLosses[bin] = new ExactSum();
        }
        return realLosses[bin];
    }

    private void makeFit() {
        if (2 * bins > keys.length) {
            rebuild(2 * keys.length, 0);
        }
        while (bins > maxBins) {
            dropBit();
        }
    }

    private int find(int key) {
        int mask = keys.length - 1;
        int i = (key * 0x9E3779B9) >>> 7 & mask;
        while (counts[i] > 0 && keys[i] != key) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void dropBit() {
        droppedBits++;
        rebuild(keys.length, 1);
    }

    private void rebuild(int capacity, int shift) {
        int[] oldKeys = keys;
        long[] oldCounts = counts;
        double[] oldLosses = losses;
        ExactSum[] oldRealLosses = realLosses;
        keys = new int[capacity];
        counts = new long[capacity];
        losses = new double[capacity];
        realLosses = oldRealLosses == null ? null : new ExactSum[capacity];
        bins = 0;
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldCounts[old] > 0) {
                int key = oldKeys[old] >> shift;
                int i = count(key, oldCounts[old]);
                losses[i] += oldLosses[old];
                if (realLosses != null) {
                    realLosses(i).add(oldRealLosses[old]);
                }
            }
        }
    }

    /** Returns an integer that sorts like the score. Adding 0 turns negative zero into positive zero. */
    private static int key(double score) {
        int bits = Float.floatToIntBits((float) score + 0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /**
     * Returns the score of a key. With dropped bits the outermost bins reach beyond the infinities, into the bit
     * patterns of NaN.
     */
    private static double score(int key) {
        float score = Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
        return !Float.isNaN(score) ? score : key > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
