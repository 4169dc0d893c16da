package io.credence.ensemble.training;

import io.credence.ensemble.encoding.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** A shard of rows in memory, for tests. */
public record ArrayShard(float[][] featureRows, float[] labels) implements Shard {
    /** Returns rows of standard normal features whose labels are a function of them. */
    public static ArrayShard random(int rows, int features, long seed, ToDoubleFunction<float[]> label) {
        Random random = new Random(seed);
        float[][] values = new float[rows][features];
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < features; i++) {
                values[row][i] = (float) random.nextGaussian();
            }
            labels[row] = (float) label.applyAsDouble(values[row]);
        }
        return new ArrayShard(values, labels);
    }

    /** Splits the rows into a number of shards of nearly equal length. */
    public List<Shard> split(int shards) {
        List<Shard> pieces = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int from = rows() * i / shards;
            int to = rows() * (i + 1) / shards;
            pieces.add(new ArrayShard(Arrays.copyOfRange(featureRows, from, to), Arrays.copyOfRange(labels, from, to)));
        }
        return pieces;
    }

    /** Cuts the first rows into shards of the given lengths. */
    public List<Shard> cut(int... lengths) {
        List<Shard> pieces = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            pieces.add(new ArrayShard(
                    Arrays.copyOfRange(featureRows, from, from + length),
                    Arrays.copyOfRange(labels, from, from + length)));
            from += length;
        }
        return pieces;
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public int features() {
        return featureRows[0].length;
    }

    @Override
    public void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset) {
        System.arraycopy(featureRows[row], 0, features, featuresOffset, featureRows[row].length);
        targets[targetsOffset] = labels[row];
    }
}
