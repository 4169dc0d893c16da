package io.credence.ensemble.likelihood;

import io.credence.ensemble.distribution.GaussianSum;
import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.kernels.likelihood.GaussianMixtureLoss;
import io.credence.kernels.loss.DistributionLoss;
import java.util.List;

/** Numbers whose noise is a mixture of Gaussians, so the prediction is a mixture over members and Gaussians. */
record GaussianMixtureFamily(DistributionLoss.GaussianMixtureNll loss) implements ComponentFamily {
    @Override
    public List<String> advice(LabelSummary labels) {
        return new LabelAdvice(labels, loss).ofAnyGaussians();
    }

    @Override
    public RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
        GaussianMixtureLoss density = loss.rowLoss(1);
        int size = loss.components();
        double[] weights = new double[size];
        double[] means = new double[size];
        double[] deviations = new double[size];
        for (int k = 0; k < size; k++) {
            weights[k] = density.weight(outputs, offset, k);
            means[k] = label.mean() + label.scale() * density.mean(outputs, offset, k);
            deviations[k] = label.scale() * density.deviation(outputs, offset, k);
        }
        return new GaussianSum(weights, means, deviations);
    }
}
