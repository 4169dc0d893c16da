package io.credence.ensemble.likelihood;

import io.credence.ensemble.distribution.LogNormal;
import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.kernels.loss.Loss;

/**
 * Positive numbers with multiplicative noise: a component predicts the mean and the variance of the logarithm, in its
 * standardised unit. A variance scale stretches the logarithm.
 */
record LogNormalFamily(Loss.LogNormalNll loss) implements ComponentFamily {
    @Override
    public RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
        return new LogNormal(
                label.mean() + label.scale() * outputs[offset], label.scale() * Math.sqrt(outputs[offset + 1]));
    }

    @Override
    public LabelKind labelKind() {
        return LabelKind.POSITIVE;
    }
}
