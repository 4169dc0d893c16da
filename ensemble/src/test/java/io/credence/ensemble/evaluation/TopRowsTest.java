package io.credence.ensemble.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopRowsTest {
    /** Uses many ties, even at the end of the list, which are broken by the position of a row. */
    @Test
    void topRows_doNotDependOnTheOrderOfAddingAndMerging() {
        List<ScoredRow> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(new ScoredRow(i % 4, i / 4, 0, 0, 0, i % 7));
        }
        List<ScoredRow> expected = all.stream()
                .sorted(Comparator.comparingDouble(ScoredRow::epistemic)
                        .reversed()
                        .thenComparingInt(ScoredRow::shard)
                        .thenComparingInt(ScoredRow::row))
                .limit(TopRows.SIZE)
                .toList();
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(all, random);
            TopRows first = new TopRows();
            TopRows second = new TopRows();
            all.forEach(row -> (random.nextBoolean() ? first : second).offer(row.epistemic(), row));
            first.merge(second);
            assertThat(first.rows()).isEqualTo(expected);
        }
    }
}
