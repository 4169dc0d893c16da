package io.credence.ensemble.likelihood;

import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.distribution.StudentT;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.kernels.likelihood.StudentTLoss;
import io.credence.kernels.loss.DistributionLoss;

/** Numbers with Student-t noise. */
record StudentTFamily(DistributionLoss.StudentTNll loss) implements ComponentFamily {
    @Override
    public RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
        StudentTLoss density = loss.rowLoss(1);
        return new StudentT(
                label.mean() + label.scale() * density.location(outputs, offset),
                label.scale() * density.scale(outputs, offset),
                density.degrees(outputs, offset));
    }
}
