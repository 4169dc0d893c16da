package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.random.Seeds;
import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Reads the rows of one slice, epoch by epoch, in a seeded random order: the slice's shards are shuffled, and the rows
 * within each shard. A shard is finished before the next begins, so reading a slice larger than memory keeps only one
 * shard's pages resident. A mask may hide some cells of the rows.
 *
 * <p>Packed members read the same shards at the same time, but the rows within a shard each in its own order.
 */
final class SliceReader {
    private final List<Shard> shards;
    private final long seed;
    private final int slice;
    private final CellMask mask;

    private final RandomStream[] random;
    private final int[][] rowOrders;
    private int[] shardOrder = {};
    private int nextShard;
    private Shard shard;
    private int nextRow;
    private long rowsBefore;

    /**
     * @param members the number of packed members, at least 1
     * @param mask hides cells of the rows; null: none
     */
    SliceReader(List<Shard> allShards, int slice, int slices, int members, long seed, CellMask mask) {
        this.mask = mask;
        this.shards = CarriedSlices.shardsOf(allShards, slice, slices);
        this.slice = slice;
        this.seed = seed;
        this.random = new RandomStream[members];
        this.rowOrders = new int[members][0];
    }

    /** Moves to an epoch, from 0, and skips its first rows. */
    void seek(int epoch, long rows) {
        startEpoch(epoch);
        skip(rows);
    }

    /** Moves to the start of an epoch, from 0. */
    void startEpoch(int epoch) {
        for (int member = 0; member < random.length; member++) {
            long own = member == 0 ? seed : Seeds.derive(seed, Purpose.MEMBER, member);
            random[member] = new RandomStream(own, Purpose.BATCH_ORDER, stream(epoch, slice));
        }
        if (mask != null) {
            mask.startEpoch(seed, epoch, slice);
        }
        rowsBefore = 0;
        shardOrder = random[0].permutation(shards.size());
        nextShard = 0;
        nextRow = rowOrders[0].length;
    }

    /** Returns the index of the random stream of a slice in an epoch. */
    static long stream(int epoch, int slice) {
        return (long) epoch << 24 | slice;
    }

    /**
     * Reads the next rows. The epoch must have enough rows left.
     *
     * @param features receives {@code [members * rows, features]}, the rows of one member after those of the other;
     *     its number of rows determines how many are read
     * @param targets receives {@code [members * rows, 1]}
     */
    void read(Matrix features, Matrix targets) {
        int rows = features.rows() / rowOrders.length;
        for (int i = 0; i < rows; i++) {
            while (nextRow == rowOrders[0].length) {
                openNextShard();
            }
            for (int member = 0; member < rowOrders.length; member++) {
                int row = member * rows + i;
                int to = features.offset() + row * features.stride();
                int target = targets.offset() + row * targets.stride();
                shard.read(rowOrders[member][nextRow], features.data(), to, targets.data(), target);
                if (mask != null) {
                    mask.apply(rowsBefore * rowOrders.length + member, features.data(), to);
                }
            }
            nextRow++;
            rowsBefore++;
        }
    }

    /**
     * Skips the next rows, or all that are left in the epoch. Nothing is read; only the draws that order the rows are
     * repeated.
     */
    void skip(long rows) {
        long remaining = rows;
        while (remaining > 0 && (nextRow < rowOrders[0].length || nextShard < shardOrder.length)) {
            if (nextRow == rowOrders[0].length) {
                openNextShard();
            }
            int skipped = (int) Math.min(remaining, rowOrders[0].length - nextRow);
            nextRow += skipped;
            rowsBefore += skipped;
            remaining -= skipped;
        }
    }

    private void openNextShard() {
        shard = shards.get(shardOrder[nextShard++]);
        for (int member = 0; member < rowOrders.length; member++) {
            if (rowOrders[member].length != shard.rows()) {
                rowOrders[member] = new int[shard.rows()];
            }
            random[member].permute(rowOrders[member]);
        }
        nextRow = 0;
    }
}
