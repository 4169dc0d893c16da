package io.credence.kernels.simd.reduction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReductionLoopsTest {
    @Test
    void runMax_ofElements_isTheGreatest_orNaNIfThereIsOne() {
        float[] data = new float[40];
        data[33] = 2f;
        assertThat(ReductionLoops.runMax(data, 0, 40)).isEqualTo(2);
        data[7] = Float.NaN;
        assertThat(ReductionLoops.runMax(data, 0, 40)).isNaN();
    }

    @Test
    void runMax_ofNoElements_isMinusInfinity() {
        assertThat(ReductionLoops.runMax(new float[1], 0, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
