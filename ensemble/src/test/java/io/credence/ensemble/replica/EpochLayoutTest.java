package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochLayoutTest {
    /** Slices of 10, 7, 3 and 0 rows; each contributes up to 4 to a step. */
    private final EpochLayout epoch = new EpochLayout(new long[] {10, 7, 3, 0}, 4);

    @Test
    void rows_ofAllSteps_addUpToAllRows() {
        assertThat(epoch.steps()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(epoch::rows)).containsExactly(11, 7, 2);
        assertThat(epoch.rows()).isEqualTo(20);
    }

    /** Whichever slices have rows in a step, their penalty weights sum to 1 / rows. */
    @Test
    void penaltyWeight_summedOverTheSlicesOfAStep_isTheSameInEveryStep() {
        int[] slicesWithRows = {3, 2, 1};
        for (int step = 0; step < slicesWithRows.length; step++) {
            assertThat(slicesWithRows[step] * epoch.penaltyWeight(step)).isCloseTo(1 / 20f, within(1e-8f));
        }
    }
}
