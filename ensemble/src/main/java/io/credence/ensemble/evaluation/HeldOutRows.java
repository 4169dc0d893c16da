package io.credence.ensemble.evaluation;

import io.credence.ensemble.encoding.Shard;

/**
 * Which rows of a held-out split a pass meets. Conformal scores are exchangeable with those of new rows only if their labels had no part in
 * the predictions, so where members stop early or a map of the logits is fitted, that is done on half of the rows, and the other half give the scores.
 *
 * <p>The rows of a shard stand in the order of a hash of their content, so that every other one is a deal by chance, and the same on any
 * cluster.
 */
public enum HeldOutRows {
    /** Every row. */
    ALL(0, 1),
    /** The half that members stop early by, and a map of the logits is fitted on. */
    FIT(0, 2),
    /** The half whose labels had no part in any of it. */
    CONFORM(1, 2);

    private final int first;
    private final int step;

    HeldOutRows(int first, int step) {
        this.first = first;
        this.step = step;
    }

    /**
     * Those of a shard's rows, in their order.
     *
     * @param rows all rows of the shard
     * @param shard its place in the split; odd shards are dealt the other way round, so that many shards of one row are dealt evenly
     */
    public Shard of(Shard rows, int shard) {
        int start = start(shard);
        int count = count(rows.rows(), shard);
        return new Shard() {
            @Override
            public int rows() {
                return count;
            }

            @Override
            public int features() {
                return rows.features();
            }

            @Override
            public void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset) {
                rows.read(start + row * step, features, featuresOffset, targets, targetsOffset);
            }
        };
    }

    /** How many they are of a shard of so many rows. */
    public int count(int rows, int shard) {
        return Math.max(0, (rows - start(shard) + step - 1) / step);
    }

    private int start(int shard) {
        return (first + shard) % step;
    }
}
