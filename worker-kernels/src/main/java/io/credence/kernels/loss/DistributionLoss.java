package io.credence.kernels.loss;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.likelihood.GaussianMixtureLoss;
import io.credence.kernels.likelihood.NegativeBinomialLoss;
import io.credence.kernels.likelihood.PinballLoss;
import io.credence.kernels.likelihood.PoissonLoss;
import io.credence.kernels.likelihood.RowLoss;
import io.credence.kernels.likelihood.RowLosses;
import io.credence.kernels.likelihood.StudentTLoss;
import java.util.List;
import java.util.stream.IntStream;

/** A loss that fits the distribution of a number, by a formula for each row. Its prediction is the raw outputs. */
public sealed interface DistributionLoss extends Loss {
    /**
     * Returns the loss of a row.
     *
     * @param unit the value that a target of 1 represents; only losses of counts depend on it
     */
    RowLoss rowLoss(double unit);

    @Override
    default boolean isLikelihood() {
        return true;
    }

    @Override
    default int outputs(int width) {
        return rowLoss(1).outputs();
    }

    @Override
    default Node addTo(Graph graph, Node prediction, Node target) {
        return addTo(graph, prediction, target, 1);
    }

    /**
     * Adds the loss of each row.
     *
     * @param unit as for {@link #rowLoss}
     */
    default Node addTo(Graph graph, Node prediction, Node target, double unit) {
        return graph.apply("loss", new RowLosses(rowLoss(unit)), prediction, target);
    }

    /**
     * Student-t negative log-likelihood, for labels with heavy tails: far labels pull less than under a Gaussian.
     *
     * @param degrees the degrees of freedom, above 2; default null: learned for every row
     */
    record StudentTNll(Double degrees) implements DistributionLoss {
        private static final double SCALE_FLOOR = 1e-3;

        /** @throws InvalidSettingException if the degrees are out of range */
        public StudentTNll {
            if (degrees != null && !Range.above(2).contains(degrees)) {
                throw new InvalidSettingException(
                        "degrees", degrees, Range.above(2) + ", so that the variance is finite, or null to learn them");
            }
        }

        @Override
        public StudentTLoss rowLoss(double unit) {
            return new StudentTLoss(degrees == null ? 0 : degrees, SCALE_FLOOR);
        }
    }

    /**
     * Negative log-likelihood of a mixture of Gaussians (Bishop 1994), for labels that are skewed, have several modes,
     * or are few different numbers such as quality scores.
     *
     * @param components the number of Gaussians, 1 to 100; default 3
     * @param deviationFloor the smallest standard deviation, above 0, in units of the scaled label; null: 0.01, but a
     *     tenth of the step between labels if that is more. Without a floor, components collapse to spikes on labels
     *     that are repeated, whose likelihood is unbounded
     */
    record GaussianMixtureNll(Integer components, Double deviationFloor) implements DistributionLoss {
        private static final int MAX_COMPONENTS = 100;
        private static final double SMALLEST_FLOOR = 0.01;
        private static final double FLOOR_OF_STEP = 0.1;

        /** @throws InvalidSettingException if a setting is out of range */
        public GaussianMixtureNll {
            components = components == null ? 3 : components;
            if (components < 1 || components > MAX_COMPONENTS) {
                throw new InvalidSettingException("components", components, "an integer from 1 to " + MAX_COMPONENTS);
            }
            if (deviationFloor != null && !Range.above(0).contains(deviationFloor)) {
                throw new InvalidSettingException("deviationFloor", deviationFloor, Range.above(0) + ", or null");
            }
        }

        @Override
        public GaussianMixtureNll forLabels(double labelStep) {
            return deviationFloor != null
                    ? this
                    : new GaussianMixtureNll(components, Math.max(SMALLEST_FLOOR, FLOOR_OF_STEP * labelStep));
        }

        @Override
        public GaussianMixtureLoss rowLoss(double unit) {
            return new GaussianMixtureLoss(components, forLabels(0).deviationFloor);
        }
    }

    /** Poisson negative log-likelihood, for counts whose variance equals their mean. */
    record PoissonNll() implements DistributionLoss {
        @Override
        public RowLoss rowLoss(double unit) {
            return new PoissonLoss(unit);
        }
    }

    /** Negative binomial negative log-likelihood, for counts whose variance exceeds their mean. */
    record NegativeBinomialNll() implements DistributionLoss {
        @Override
        public RowLoss rowLoss(double unit) {
            return new NegativeBinomialLoss(unit);
        }
    }

    /**
     * Pinball loss of several quantiles, for labels of no known distribution.
     *
     * @param levels the levels, strictly ascending, at least 2, each strictly between 0 and 1; default: 0.05, 0.1, ...,
     *     0.95
     */
    record Quantile(List<Double> levels) implements DistributionLoss {
        /** @throws InvalidSettingException if the levels are not as described */
        public Quantile {
            levels = levels == null
                    ? IntStream.rangeClosed(1, 19).mapToObj(i -> i / 20.0).toList()
                    : List.copyOf(levels);
            boolean ascending = true;
            for (int i = 0; i < levels.size(); i++) {
                ascending &= levels.get(i) > (i == 0 ? 0 : levels.get(i - 1)) && levels.get(i) < 1;
            }
            if (levels.size() < 2 || !ascending) {
                throw new InvalidSettingException(
                        "levels", levels, "at least two ascending numbers strictly between 0 and 1");
            }
        }

        @Override
        public boolean isLikelihood() {
            return false;
        }

        @Override
        public RowLoss rowLoss(double unit) {
            return new PinballLoss(levels);
        }
    }
}
