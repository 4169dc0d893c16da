package io.credence.driver.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.data.input.RowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CopyNumbersTest {
    @Test
    void next_countsRepeatedKeysFromTheirStarts_andOtherKeysHaveNumber0() {
        Random random = new Random(1);
        Map<RowKey, Integer> expected = new HashMap<>();
        long[] starts = new long[3 * 1000];
        for (int key = 0; key < 1000; key++) {
            starts[3 * key] = random.nextInt(4);
            starts[3 * key + 1] = key % 500 + 1024L * random.nextInt(1 << 20);
            starts[3 * key + 2] = key % 7;
            expected.put(new RowKey(starts[3 * key], starts[3 * key + 1]), key % 7);
        }
        CopyNumbers numbers = CopyNumbers.startingAt(List.of(starts).iterator());
        for (int copy = 0; copy < 3; copy++) {
            for (Map.Entry<RowKey, Integer> key : expected.entrySet()) {
                assertThat(numbers.next(key.getKey().high(), key.getKey().low()))
                        .isEqualTo(key.getValue() + copy);
            }
            assertThat(numbers.next(77, copy)).isZero();
        }
        assertThat(CopyNumbers.none().next(1, 2)).isZero();
    }
}
