package io.credence.ensemble.evaluation;

import io.credence.ensemble.encoding.Shard;

/**
 * A selection of the rows of a held-out split. Conformal scores are exchangeable with those of new rows only if their
 * labels did not influence the predictions. If members stop early or a map of the logits is fitted, one half of the
 * rows serves that purpose and the other half provides the scores.
 *
 * <p>The rows of a shard are ordered by a hash of their content, so every other row is a random half, and the same
 * half on any cluster.
 */
public enum HeldOutRows {
    /** Every row. */
    ALL(0, 1),
    /** The half for early stopping and for fitting a map of the logits. */
    FIT(0, 2),
    /** The half for conformal scores, whose labels influence neither. */
    CONFORM(1, 2);

    private final int first;
    private final int step;

    HeldOutRows(int first, int step) {
        this.first = first;
        this.step = step;
    }

    /**
     * Returns the selected rows of a shard, in order.
     *
     * @param rows all rows of the shard
     * @param shard its index in the split; odd shards are split the other way round, so that many shards of one row
     *     are split evenly
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

    /** Returns the number of selected rows of a shard. */
    public int count(int rows, int shard) {
        return Math.max(0, (rows - start(shard) + step - 1) / step);
    }

    private int start(int shard) {
        return (first + shard) % step;
    }
}
