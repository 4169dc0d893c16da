package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.Matrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the rows of one slice, epoch by epoch, in an order that a seed gives: the slice's shards in random order, and the rows of a
 * shard in random order. A shard is finished before the next begins, so a slice larger than memory is read with one shard's pages
 * resident.
 *
 * <p>Slice r of R has the r-th of R equal runs of the shards, so a task that carries it reads only these.
 */
public final class SliceReader {
    private final List<Shard> shards;
    private final long seed;
    private final int slice;

    private RandomStream random;
    private int[] shardOrder = {};
    private int nextShard;
    private Shard shard;
    private int[] rowOrder = {};
    private int nextRow;

    SliceReader(List<Shard> allShards, int slice, int slices, long seed) {
        this.shards = shardsOf(allShards, slice, slices);
        this.slice = slice;
        this.seed = seed;
    }

    /** A reader for each slice that a task carries. */
    static SliceReader[] of(List<Shard> allShards, CarriedSlices carried, int slices, long seed) {
        return IntStream.range(carried.first(), carried.first() + carried.count())
                .mapToObj(slice -> new SliceReader(allShards, slice, slices, seed))
                .toArray(SliceReader[]::new);
    }

    /** The shards of one slice. */
    public static List<Shard> shardsOf(List<Shard> all, int slice, int slices) {
        return all.subList(
                (int) ((long) all.size() * slice / slices), (int) ((long) all.size() * (slice + 1) / slices));
    }

    /** The number of rows of one slice. */
    static long rowsOf(List<Shard> all, int slice, int slices) {
        return shardsOf(all, slice, slices).stream().mapToLong(Shard::rows).sum();
    }

    /** Goes to an epoch, from 0, and passes over its first rows. */
    void seek(int epoch, long rows) {
        startEpoch(epoch);
        skip(rows);
    }

    /** Goes to the start of an epoch, from 0. */
    void startEpoch(int epoch) {
        random = new RandomStream(seed, Purpose.BATCH_ORDER, (long) epoch << 24 | slice);
        shardOrder = random.permutation(shards.size());
        nextShard = 0;
        nextRow = rowOrder.length;
    }

    /**
     * Reads the next rows.
     *
     * @param features receives {@code [rows, features]}; as many rows are read as it has, and the epoch must have that many left
     * @param targets receives {@code [rows, 1]}
     */
    void read(Matrix features, Matrix targets) {
        for (int row = 0; row < features.rows(); row++) {
            while (nextRow == rowOrder.length) {
                openNextShard();
            }
            shard.read(
                    rowOrder[nextRow++],
                    features.data(),
                    features.offset() + row * features.stride(),
                    targets.data(),
                    targets.offset() + row * targets.stride());
        }
    }

    /** Passes over the next rows, or over all that the epoch has left, without reading them: only the draws that order them are repeated. */
    void skip(long rows) {
        long left = rows;
        while (left > 0 && (nextRow < rowOrder.length || nextShard < shardOrder.length)) {
            if (nextRow == rowOrder.length) {
                openNextShard();
            }
            int passed = (int) Math.min(left, rowOrder.length - nextRow);
            nextRow += passed;
            left -= passed;
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
