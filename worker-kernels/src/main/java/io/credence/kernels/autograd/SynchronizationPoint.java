package io.credence.kernels.autograd;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.reduction.PooledStatistics;

/**
 * The statistics that the slices of a batch exchange in one direction of a {@link SynchronizedOperation}: two
 * workspaces {@code [1, columns]}.
 *
 * @param first the index of the first workspace
 * @param second the index of the second workspace, of the same shape
 * @param pooling how the statistics of the slices become those of the whole batch
 */
public record SynchronizationPoint(int first, int second, Combination pooling) {
    /** The ways to combine statistics of slices into statistics of the whole batch. */
    public enum Combination {
        /** The first statistic is a mean, the second the variance about it. */
        MEAN_AND_VARIANCE {
            @Override
            public void pool(Matrix first, Matrix second, Matrix firsts, Matrix seconds, double[] fractions) {
                PooledStatistics.moments(first, second, firsts, seconds, fractions);
            }
        },
        /** Both statistics are means. */
        TWO_MEANS {
            @Override
            public void pool(Matrix first, Matrix second, Matrix firsts, Matrix seconds, double[] fractions) {
                PooledStatistics.mean(first, firsts, fractions);
                PooledStatistics.mean(second, seconds, fractions);
            }
        };

        /**
         * Pools both statistics.
         *
         * @param first {@code [1, columns]}, an output
         * @param second {@code [1, columns]}, an output
         * @param firsts {@code [slices, columns]}
         * @param seconds {@code [slices, columns]}
         * @param fractions the fraction of the batch's rows in each slice; they sum to 1
         */
        public abstract void pool(Matrix first, Matrix second, Matrix firsts, Matrix seconds, double[] fractions);
    }
}
