package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.simd.Matrix;
import org.junit.jupiter.api.Test;

class MemberLossesTest {
    /** Two rows of three members, one member after the other. */
    private static final Matrix LOSSES = Matrix.dense(new float[] {1, 200, 3, 201, 2, 203}, 0, 6, 1);

    @Test
    void combined_ofLikelihoods_isTheLossOfTheMixture() {
        MemberLosses losses = new MemberLosses(3, true);

        double first = -Math.log((Math.exp(-1) + Math.exp(-3) + Math.exp(-2)) / 3);
        assertThat(losses.combined(LOSSES, 0, 2)).isCloseTo(first, within(1e-12));
        double second = 200 - Math.log((1 + Math.exp(-1) + Math.exp(-3)) / 3);
        assertThat(losses.combined(LOSSES, 1, 2)).isCloseTo(second, within(1e-12));
    }

    @Test
    void combined_ofOtherLosses_isTheMean() {
        assertThat(new MemberLosses(3, false).combined(LOSSES, 0, 2)).isEqualTo(2);
    }

    @Test
    void combined_ofOneMember_isItsLoss() {
        assertThat(new MemberLosses(1, true).combined(LOSSES, 3, 6)).isEqualTo(201);
    }
}
