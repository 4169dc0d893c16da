package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.kernels.likelihood.GaussianMixtureLoss;
import io.credence.kernels.loss.DistributionLoss;
import java.util.List;

/** Numbers whose noise is a mixture of Gaussians, so the prediction is a mixture over members and Gaussians. */
record GaussianMixtureFamily(DistributionLoss.GaussianMixtureNll loss) implements NumericLikelihood {
    @Override
    public int outputs(LabelColumn label) {
        return loss.outputs(1);
    }

    @Override
    public List<String> advice(LabelSummary labels) {
        return new LabelAdvice(labels, loss).ofAnyGaussians();
    }

    @Override
    public PredictionReader reader(LabelColumn label, int components, Calibration calibration) {
        LabelColumn.Target target = (LabelColumn.Target) label;
        GaussianMixtureLoss density = loss.rowLoss(1);
        return new GaussianRows(components, loss.components(), calibration, (mixture, chunk, row, subset) -> {
            for (int m = 0; m < components; m++) {
                read(density, target, mixture, m, chunk.values(), chunk.offset(subset.component(m), row));
            }
        });
    }

    private static void read(
            GaussianMixtureLoss density,
            LabelColumn.Target target,
            GaussianMixture mixture,
            int component,
            float[] outputs,
            int offset) {
        double normalizer = density.logNormalizer(outputs, offset);
        for (int k = 0; k < density.components(); k++) {
            double deviation = target.scale() * density.deviation(outputs, offset, k);
            mixture.set(
                    component,
                    k,
                    density.weight(outputs, offset, k, normalizer),
                    target.mean() + target.scale() * density.mean(outputs, offset, k),
                    deviation * deviation);
        }
    }
}
