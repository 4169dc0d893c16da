package io.credence.driver.data.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.data.input.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import scala.Tuple2;

final class RepeatedKeysTest {
    /** Keys are small numbers, so some share a half. A key k has the halves k / 5 and k. */
    @Property(tries = 200)
    void starts_numberEveryKeyFromZero_withoutGaps(
            @ForAll @Size(max = 4) List<List<@IntRange(max = 300) Integer>> partitions) {
        Map<Integer, List<KeyRun>> byBucket = new TreeMap<>();
        Map<RowKey, Long> counts = new HashMap<>();
        for (int partition = 0; partition < partitions.size(); partition++) {
            KeyRuns runs =
                    new KeyRuns(partition, (bucket, run) -> byBucket.computeIfAbsent(bucket, any -> new ArrayList<>())
                            .add(run));
            for (int key : partitions.get(partition)) {
                runs.add(key / 5, key);
                counts.merge(new RowKey(key / 5, key), 1L, Long::sum);
            }
            runs.finish();
        }

        long copies = 0;
        Map<RowKey, Map<Integer, Long>> starts = new HashMap<>();
        for (List<KeyRun> runs : byBucket.values()) {
            RepeatedKeys repeated = new RepeatedKeys(runs);
            copies += repeated.copies();
            for (Tuple2<Integer, long[]> start : repeated.starts()) {
                for (int i = 0; i < start._2().length; i += 3) {
                    starts.computeIfAbsent(new RowKey(start._2()[i], start._2()[i + 1]), any -> new TreeMap<>())
                            .put(start._1(), start._2()[i + 2]);
                }
            }
        }

        assertThat(copies)
                .isEqualTo(counts.values().stream().mapToLong(rows -> rows - 1).sum());
        counts.values().removeIf(rows -> rows == 1);
        assertThat(starts.keySet()).isEqualTo(counts.keySet());
        starts.forEach((key, byPartition) -> {
            long next = 0;
            for (Map.Entry<Integer, Long> start : byPartition.entrySet()) {
                assertThat(start.getValue()).isEqualTo(next);
                next += partitions.get(start.getKey()).stream()
                        .filter(k -> k == key.low())
                        .count();
            }
            assertThat(next).isEqualTo(counts.get(key));
        });
    }
}
