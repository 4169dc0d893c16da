package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Reads the rows of one slice, epoch by epoch, in a seeded random order: the slice's shards are shuffled, and the rows
 * within each shard. A shard is finished before the next begins, so reading a slice larger than memory keeps only one
 * shard's pages resident. A mask may hide some cells of the rows.
 */
final class SliceReader {
    private final List<Shard> shards;
    private final long seed;
    private final int slice;
    private final CellMask mask;

    private RandomStream random;
    private int[] shardOrder = {};
    private int nextShard;
    private Shard shard;
    private int[] rowOrder = {};
    private int nextRow;
    private long rowsBefore;

    /** @param mask hides cells of the rows; null: none */
    SliceReader(List<Shard> allShards, int slice, int slices, long seed, CellMask mask) {
        this.mask = mask;
        this.shards = CarriedSlices.shardsOf(allShards, slice, slices);
        this.slice = slice;
        this.seed = seed;
    }

    /** Moves to an epoch, from 0, and skips its first rows. */
    void seek(int epoch, long rows) {
        startEpoch(epoch);
        skip(rows);
    }

    /** Moves to the start of an epoch, from 0. */
    void startEpoch(int epoch) {
        random = new RandomStream(seed, Purpose.BATCH_ORDER, stream(epoch, slice));
        if (mask != null) {
            mask.startEpoch(seed, epoch, slice);
        }
        rowsBefore = 0;
        shardOrder = random.permutation(shards.size());
        nextShard = 0;
        nextRow = rowOrder.length;
    }

    /** Returns the index of the random stream of a slice in an epoch. */
    static long stream(int epoch, int slice) {
        return (long) epoch << 24 | slice;
    }

    /**
     * Reads the next rows. The epoch must have enough rows left.
     *
     * @param features receives {@code [rows, features]}; its number of rows determines how many are read
     * @param targets receives {@code [rows, 1]}
     */
    void read(Matrix features, Matrix targets) {
        for (int row = 0; row < features.rows(); row++) {
            while (nextRow == rowOrder.length) {
                openNextShard();
            }
            int to = features.offset() + row * features.stride();
            int target = targets.offset() + row * targets.stride();
            shard.read(rowOrder[nextRow++], features.data(), to, targets.data(), target);
            if (mask != null) {
                mask.apply(rowsBefore, features.data(), to);
            }
            rowsBefore++;
        }
    }

    /**
     * Skips the next rows, or all that are left in the epoch. Nothing is read; only the draws that order the rows are
     * repeated.
     */
    void skip(long rows) {
        long remaining = rows;
        while (remaining > 0 && (nextRow < rowOrder.length || nextShard < shardOrder.length)) {
            if (nextRow == rowOrder.length) {
                openNextShard();
            }
            int skipped = (int) Math.min(remaining, rowOrder.length - nextRow);
            nextRow += skipped;
            rowsBefore += skipped;
            remaining -= skipped;
        }
    }

    private void openNextShard() {
        shard = shards.get(shardOrder[nextShard++]);
        if (rowOrder.length != shard.rows()) {
            rowOrder = new int[shard.rows()];
        }
        random.permute(rowOrder);
        nextRow = 0;
    }
}
