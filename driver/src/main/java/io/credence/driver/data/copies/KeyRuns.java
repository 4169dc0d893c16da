package io.credence.driver.data.copies;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Collects the keys of the rows of a partition by bucket. A run is handed over when it is full. Equal keys of a run
 * share an entry, so a key with many rows does not fill runs.
 */
public final class KeyRuns {
    /** The number of buckets. */
    public static final int BUCKETS = 1 << 10;

    private static final int KEYS = 32;

    private final int partition;
    private final BiConsumer<Integer, KeyRun> full;
    private final long[][] entries = new long[BUCKETS][];
    private final int[] keys = new int[BUCKETS];

    /** @param full receives the bucket and the run when a run is full */
    public KeyRuns(int partition, BiConsumer<Integer, KeyRun> full) {
        this.partition = partition;
        this.full = full;
    }

    /** Adds the key of a row. */
    public void add(long high, long low) {
        int bucket = (int) (high >>> 54);
        long[] run = entries[bucket];
        if (run == null) {
            run = new long[KEYS * KeyRun.ENTRY];
            entries[bucket] = run;
        }
        int end = keys[bucket] * KeyRun.ENTRY;
        for (int i = 0; i < end; i += KeyRun.ENTRY) {
            if (run[i] == high && run[i + 1] == low) {
                run[i + 2]++;
                return;
            }
        }
        run[end] = high;
        run[end + 1] = low;
        run[end + 2] = 1;
        if (++keys[bucket] == KEYS) {
            handOver(bucket);
        }
    }

    /** Hands over the runs that are not full. */
    public void finish() {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (keys[bucket] > 0) {
                handOver(bucket);
            }
        }
    }

    private void handOver(int bucket) {
        full.accept(bucket, new KeyRun(partition, Arrays.copyOf(entries[bucket], keys[bucket] * KeyRun.ENTRY)));
        keys[bucket] = 0;
    }
}
