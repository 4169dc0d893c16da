package io.credence.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.noise.GaussianNoise;
import io.credence.kernels.simd.noise.InvertedDropout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The vectorised draws, compared with the scalar generator. */
class UnitDrawsTest {
    @Property(tries = 100)
    void dropoutMask_ofAnyUnits_followsTheirWords(
            @ForAll long key,
            @ForAll long rowKey,
            @ForAll int draw,
            @ForAll @IntRange(max = 200) int units,
            @ForAll @IntRange(max = 9) int tenths) {
        Matrix mask = new Matrix(new float[units + 5], 3, 1, units, units + 2);
        float rate = tenths / 10f;

        InvertedDropout.mask(mask, key, new long[] {rowKey}, draw, rate);

        for (int unit = 0; unit < units; unit++) {
            boolean dropped = Integer.toUnsignedLong(word(key, rowKey, draw, unit)) < (long) (rate * 0x1p32);
            assertThat(mask.data()[3 + unit]).as("unit %d", unit).isEqualTo(dropped ? 0f : 1 / (1 - rate));
        }
        assertThat(mask.data()[2] + mask.data()[3 + units]).isZero();
    }

    @Property(tries = 100)
    void noise_ofAnyUnits_isTheQuantileOfTheirWords(
            @ForAll long key, @ForAll long rowKey, @ForAll int draw, @ForAll @IntRange(max = 200) int units) {
        Matrix noise = new Matrix(new float[units + 5], 3, 1, units, units + 2);

        GaussianNoise.fill(noise, key, new long[] {rowKey}, draw);

        for (int unit = 0; unit < units; unit++) {
            double expected = gaussian(word(key, rowKey, draw, unit));
            assertThat((double) noise.data()[3 + unit])
                    .as("unit %d", unit)
                    .isCloseTo(expected, within(2e-6 * Math.abs(expected) + 1e-7));
        }
        assertThat(noise.data()[2] + noise.data()[3 + units]).isZero();
    }

    @Test
    void noise_ofManyRows_hasTheMomentsAndTailsOfANormalDistribution() {
        int rows = 200;
        int units = 1000;
        Matrix noise = Matrix.zeros(rows, units);

        GaussianNoise.fill(noise, 42, 7);

        double n = (double) rows * units;
        double[] moments = new double[5];
        double beyond = 0;
        for (float draw : noise.data()) {
            for (int power = 1; power < moments.length; power++) {
                moments[power] += Math.pow(draw, power) / n;
            }
            beyond += Math.abs(draw) > 2.5758 ? 1 / n : 0;
        }
        assertThat(moments[1]).isCloseTo(0, within(0.01));
        assertThat(moments[2]).isCloseTo(1, within(0.015));
        assertThat(moments[3]).isCloseTo(0, within(0.03));
        assertThat(moments[4]).isCloseTo(3, within(0.1));
        assertThat(beyond).isCloseTo(0.01, within(0.001));
    }

    private static int word(long key, long rowKey, int draw, int unit) {
        long block = unit / 64 * 16 + unit % 16;
        int[] words = new int[Philox.WORDS];
        Philox.block(key, rowKey, Integer.toUnsignedLong(draw) | block << 32, words);
        return words[unit % 64 / 16];
    }

    private static double gaussian(int word) {
        double p = ((word >>> 1) + 0.5) * 0x1p-32;
        double size = -InverseNormal.quantile(p);
        return (word & 1) == 1 ? -size : size;
    }
}
