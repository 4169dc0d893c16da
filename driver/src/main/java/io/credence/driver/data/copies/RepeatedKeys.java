package io.credence.driver.data.copies;

import io.credence.driver.data.input.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import scala.Tuple2;

/** The keys of a bucket that more than one row has, with the number of those rows in each partition. */
public final class RepeatedKeys {
    private final SortedMap<RowKey, SortedMap<Integer, Long>> rows = new TreeMap<>();

    /** @param runs all runs of a bucket, in any order */
    public RepeatedKeys(List<KeyRun> runs) {
        long[] repeated = repeated(runs);
        for (KeyRun run : runs) {
            for (int key = 0; key < run.keys(); key++) {
                if (run.rows(key) > 1 || Arrays.binarySearch(repeated, run.high(key)) >= 0) {
                    rows.computeIfAbsent(new RowKey(run.high(key), run.low(key)), any -> new TreeMap<>())
                            .merge(run.partition(), run.rows(key), Long::sum);
                }
            }
        }
        rows.values().removeIf(byPartition -> sum(byPartition) == 1);
    }

    /**
     * Returns the upper halves that several entries have, sorted. Keys are few objects if few are repeated, because
     * this search needs none.
     */
    private static long[] repeated(List<KeyRun> runs) {
        long[] all = runs.stream()
                .flatMapToLong(run -> LongStream.range(0, run.keys()).map(key -> run.high((int) key)))
                .sorted()
                .toArray();
        LongStream.Builder repeated = LongStream.builder();
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1] && (i == 1 || all[i] != all[i - 2])) {
                repeated.add(all[i]);
            }
        }
        return repeated.build().toArray();
    }

    /** Returns the number of rows that are a copy of another one. */
    public long copies() {
        return rows.values().stream()
                .mapToLong(byPartition -> sum(byPartition) - 1)
                .sum();
    }

    /**
     * Returns the copy numbers at which the partitions start: for each partition an array with the upper half and the
     * lower half of a key and its first copy number, for each key.
     */
    public List<Tuple2<Integer, long[]>> starts() {
        Map<Integer, LongStream.Builder> starts = new TreeMap<>();
        rows.forEach((key, byPartition) -> {
            long first = 0;
            for (Map.Entry<Integer, Long> part : byPartition.entrySet()) {
                starts.computeIfAbsent(part.getKey(), partition -> LongStream.builder())
                        .add(key.high())
                        .add(key.low())
                        .add(first);
                first += part.getValue();
            }
        });
        List<Tuple2<Integer, long[]>> arrays = new ArrayList<>();
        starts.forEach((partition, values) ->
                arrays.add(new Tuple2<>(partition, values.build().toArray())));
        return arrays;
    }

    private static long sum(SortedMap<Integer, Long> byPartition) {
        return byPartition.values().stream().mapToLong(Long::longValue).sum();
    }
}
