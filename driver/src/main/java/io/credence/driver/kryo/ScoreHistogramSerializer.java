package io.credence.driver.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.metric.ScoreHistogram;

/**
 * Writes a histogram's bins alone, of a table that is at most half full: the step from each key to the next, and counts and whole losses, all of
 * them small numbers, in as few bytes as they take.
 */
final class ScoreHistogramSerializer extends Serializer<ScoreHistogram> {
    ScoreHistogramSerializer() {
        super(false, false);
    }

    @Override
    public void write(Kryo kryo, Output output, ScoreHistogram histogram) {
        ScoreHistogram.Packed packed = histogram.packed();
        output.writeInt(packed.maxBins(), true);
        output.writeInt(packed.droppedBits(), true);
        output.writeInt(packed.keys().length, true);
        output.writeBoolean(packed.realLosses() != null);
        long before = Integer.MIN_VALUE;
        for (int b = 0; b < packed.keys().length; b++) {
            output.writeLong(packed.keys()[b] - before, true);
            before = packed.keys()[b];
            output.writeLong(packed.counts()[b], true);
            if (packed.realLosses() == null) {
                output.writeLong(whole(packed.losses()[b]), false);
            } else {
                kryo.writeObject(output, packed.realLosses()[b]);
            }
        }
    }

    private static long whole(double loss) {
        if (loss != (long) loss) {
            throw new IllegalStateException(
                    "the sum of a bin's losses is " + loss + "; it must be a whole number in this histogram");
        }
        return (long) loss;
    }

    @Override
    public ScoreHistogram read(Kryo kryo, Input input, Class<ScoreHistogram> type) {
        int maxBins = input.readInt(true);
        int droppedBits = input.readInt(true);
        int[] keys = new int[input.readInt(true)];
        boolean isReal = input.readBoolean();
        long[] counts = new long[keys.length];
        double[] losses = isReal ? null : new double[keys.length];
        ExactSum[] realLosses = isReal ? new ExactSum[keys.length] : null;
        long before = Integer.MIN_VALUE;
        for (int b = 0; b < keys.length; b++) {
            before += input.readLong(true);
            keys[b] = (int) before;
            counts[b] = input.readLong(true);
            if (isReal) {
                realLosses[b] = kryo.readObject(input, ExactSum.class);
            } else {
                losses[b] = input.readLong(false);
            }
        }
        return ScoreHistogram.of(new ScoreHistogram.Packed(maxBins, droppedBits, keys, counts, losses, realLosses));
    }
}
