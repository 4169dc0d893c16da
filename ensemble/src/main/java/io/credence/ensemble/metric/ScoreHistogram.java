package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import java.util.Arrays;

/**
 * Rows counted by a real score, each with a loss: all that metrics of ranking need, without gathering the rows.
 *
 * <p>A score is rounded to float32, and the bits of a float, with the sign folded, sort as integers. Rows are counted by
 * those integers, so as long as there are at most {@value #MOST_BINS} different ones nothing is lost but the rounding. Beyond that the
 * lowest bits are dropped, one at a time, until the bins fit: neighbouring scores then count as ties, which every metric treats as
 * half right. Scores over 30 powers of two, say from 1e-9 to 1, keep a relative resolution of 1/512.
 *
 * <p>How many bits are dropped depends on the set of scores only, never on the order of adding and merging. So do the counts, and the
 * sums: losses are whole numbers, such as 0 and 1, unless the histogram was made for others and sums them exactly.
 */
public final class ScoreHistogram {
    /** The most bins that are kept unless fewer are asked for. */
    public static final int MOST_BINS = 1 << 14;

    /** Enough to draw from: 1/32 between neighbours over 30 powers of two. */
    static final int DRAWN_BINS = 1 << 10;

    /** Exact sums take more room, and curves of a hundred points need no more. */
    private static final int MOST_BINS_OF_REAL_LOSSES = 1 << 12;

    private static final int FIRST_CAPACITY = 64;

    /** Open addressing: bin i is in use where counts[i] is above 0. */
    private int[] keys = new int[FIRST_CAPACITY];

    private long[] counts = new long[FIRST_CAPACITY];
    private double[] losses = new double[FIRST_CAPACITY];

    /** In place of {@link #losses} where these are no whole numbers; otherwise null. */
    private ExactSum[] realLosses;

    private final int mostBins;
    private int bins;
    private int droppedBits;

    /** A histogram of at most {@value #MOST_BINS} bins whose losses are whole numbers. */
    public ScoreHistogram() {
        this(MOST_BINS);
    }

    /** @param mostBins the most bins that are kept, at least 1; the same in all that are merged */
    ScoreHistogram(int mostBins) {
        this.mostBins = mostBins;
    }

    /** A histogram of at most {@value #MOST_BINS_OF_REAL_LOSSES} bins whose losses are any numbers. */
    static ScoreHistogram ofRealLosses() {
        ScoreHistogram histogram = new ScoreHistogram(MOST_BINS_OF_REAL_LOSSES);
        histogram.realLosses = new ExactSum[FIRST_CAPACITY];
        return histogram;
    }

    /**
     * Counts one row.
     *
     * @param score any number, infinite ones too
     * @param loss what is summed over the rows of a bin; a whole number unless the histogram was made for others
     * @throws IllegalArgumentException if the score is NaN
     */
    public void add(double score, double loss) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("a score is NaN; it must be a number");
        }
        int bin = count(key(score) >> droppedBits, 1);
        if (realLosses == null) {
            losses[bin] += loss;
        } else {
            realLosses(bin).add(loss);
        }
        makeFit();
    }

    /** Takes in another's rows; the other stays as it is. */
    public void merge(ScoreHistogram other) {
        while (droppedBits < other.droppedBits) {
            dropBit();
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] > 0) {
                // The shift is read anew for every bin: adding may drop another bit.
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
     * A histogram without the empty places of its table, for the way over a network.
     *
     * @param mostBins the most bins that are kept
     * @param droppedBits the lowest bits of scores that are dropped
     * @param keys of the bins, ascending
     * @param counts of rows, each above 0
     * @param losses whole numbers; null where the others are there
     * @param realLosses any numbers; null where the others are there
     */
    public record Packed(
            int mostBins, int droppedBits, int[] keys, long[] counts, double[] losses, ExactSum[] realLosses) {}

    /** This histogram, packed. Exact sums stay shared with it. */
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
        return new Packed(mostBins, droppedBits, packedKeys, packedCounts, packedLosses, packedRealLosses);
    }

    /** What was packed. */
    public static ScoreHistogram of(Packed packed) {
        ScoreHistogram histogram = new ScoreHistogram(packed.mostBins());
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

    /** The bins in ascending order of their scores. */
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

    /** The places of the bins, in the lower half of each number, in ascending order of their scores. */
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

    /** The bin that the rows were counted in, which {@link #makeFit} may move. */
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
        while (bins > mostBins) {
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

    /** Integers that sort as the scores do. Adding 0 makes the negative zero a positive one. */
    private static int key(double score) {
        int bits = Float.floatToIntBits((float) score + 0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** The score of a key. Beyond the infinities stand the bits of NaN, which the last bins reach where bits were dropped. */
    private static double score(int key) {
        float score = Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
        return !Float.isNaN(score) ? score : key > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
