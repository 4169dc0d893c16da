package io.credence.driver.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.metric.ScoreHistogram;

/**
 * A compact Kryo serializer for histograms. The hash table of a histogram is at most half full, so only its bins are
 * written: the difference of each key to the previous one, the count, and the loss. Integers are written with variable
 * length, because most of them are small.
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
        long previous = Integer.MIN_VALUE;
        for (int b = 0; b < packed.keys().length; b++) {
            output.writeLong(packed.keys()[b] - previous, true);
            previous = packed.keys()[b];
            output.writeLong(packed.counts()[b], true);
            if (packed.realLosses() == null) {
                output.writeLong(integer(packed.losses()[b]), false);
            } else {
                kryo.writeObject(output, packed.realLosses()[b]);
            }
        }
    }

    private static long integer(double loss) {
        if (loss != (long) loss) {
            throw new IllegalStateException(
                    "the sum of a bin's losses is " + loss + "; it must be an integer in this histogram");
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
        long previous = Integer.MIN_VALUE;
        for (int b = 0; b < keys.length; b++) {
            previous += input.readLong(true);
            keys[b] = (int) previous;
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
