package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    /** Slices of 10, 7, 3 and 0 rows, 4 at a time. */
    private final BatchPlan batches = new BatchPlan(new long[] {10, 7, 3, 0}, 4);

    @Test
    void rows_ofAllSteps_areAllRows() {
        assertThat(batches.steps()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(batches::rows)).containsExactly(11, 7, 2);
        assertThat(batches.rows()).isEqualTo(20);
    }

    /** Whatever the slices that give rows to a step, its penalties weigh 1 / rows in all. */
    @Test
    void penaltyWeight_overTheSlicesOfAStep_isTheSameInEveryStep() {
        int[] giving = {3, 2, 1};
        for (int step = 0; step < giving.length; step++) {
            assertThat(giving[step] * batches.penaltyWeight(step)).isCloseTo(1 / 20f, within(1e-8f));
        }
    }
}
