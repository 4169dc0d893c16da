package io.credence.ensemble.likelihood;

import io.credence.ensemble.distribution.QuantileLine;
import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.kernels.likelihood.PinballLoss;
import io.credence.kernels.loss.DistributionLoss;

/** Numbers of no known distribution: a component predicts quantiles, which a distribution joins by lines. */
record QuantileFamily(DistributionLoss.Quantile loss) implements ComponentFamily {
    @Override
    public RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
        double[] quantiles = new PinballLoss(loss.levels()).quantiles(outputs, offset);
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = label.mean() + label.scale() * quantiles[i];
        }
        return new QuantileLine(
                loss.levels().stream().mapToDouble(Double::doubleValue).toArray(), quantiles);
    }
}
