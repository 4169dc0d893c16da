package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Matrices.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.simd.Matrix;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class PooledStatisticsTest {
    private static final int COLUMNS = 5;
    private static final double[] EXTREMES = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @Property
    void pooledMoments_ofAnySlices_areThoseOfAllRows(
            @ForAll @Size(min = 1, max = 8) int[] lengths,
            @ForAll @DoubleRange(min = -1000, max = 1000) double centre,
            @ForAll boolean wild,
            @ForAll long seed) {
        int[] rows = new int[lengths.length];
        int all = 0;
        for (int s = 0; s < rows.length; s++) {
            rows[s] = Math.floorMod(lengths[s], 6);
            all += rows[s];
        }
        Assume.that(all > 0);
        Random random = new Random(seed);
        Matrix means = Matrix.zeros(rows.length, COLUMNS);
        Matrix variances = Matrix.zeros(rows.length, COLUMNS);
        double[] fractions = new double[rows.length];
        double[][] columns = new double[COLUMNS][all];
        int from = 0;
        for (int s = 0; s < rows.length; s++) {
            fractions[s] = (double) rows[s] / all;
            for (int j = 0; j < COLUMNS; j++) {
                for (int r = 0; r < rows[s]; r++) {
                    boolean extreme = wild && random.nextInt(20) == 0;
                    columns[j][from + r] =
                            extreme ? EXTREMES[random.nextInt(EXTREMES.length)] : centre + random.nextGaussian();
                }
                double mean = mean(columns[j], from, rows[s]);
                means.data()[means.row(s) + j] = (float) mean;
                variances.data()[variances.row(s) + j] = (float) variance(columns[j], from, rows[s], mean);
            }
            from += rows[s];
        }
        Matrix mean = Matrix.zeros(1, COLUMNS);
        Matrix variance = Matrix.zeros(1, COLUMNS);

        PooledStatistics.moments(mean, variance, means, variances, fractions);

        Matrix meanAlone = Matrix.zeros(1, COLUMNS);
        PooledStatistics.mean(meanAlone, means, fractions);
        assertThat(meanAlone.data()).isEqualTo(mean.data());
        for (int j = 0; j < COLUMNS; j++) {
            double expected = mean(columns[j], 0, all);
            assertClose("mean", mean.data()[j], expected, 5e-7);
            assertClose("variance", variance.data()[j], variance(columns[j], 0, all, expected), 1e-3);
        }
    }

    private static double mean(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i] / count;
        }
        return sum;
    }

    private static double variance(double[] values, int from, int count, double mean) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (values[i] - mean) * (values[i] - mean) / count;
        }
        return sum;
    }
}
