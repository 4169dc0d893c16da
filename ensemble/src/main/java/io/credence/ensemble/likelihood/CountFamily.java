package io.credence.ensemble.likelihood;

import io.credence.ensemble.distribution.CountDistribution;
import io.credence.ensemble.distribution.NegativeBinomialCounts;
import io.credence.ensemble.distribution.PoissonCounts;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.likelihood.NegativeBinomialLoss;
import io.credence.kernels.likelihood.PoissonLoss;
import io.credence.kernels.loss.DistributionLoss;

/** Counts with Poisson or negative binomial noise. Their variance follows from the fit, so no calibration fits. */
record CountFamily(DistributionLoss loss) implements ComponentFamily {
    @Override
    public CountDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
        if (loss instanceof DistributionLoss.PoissonNll) {
            return new PoissonCounts(new PoissonLoss(label.scale()).mean(outputs, offset));
        }
        NegativeBinomialLoss density = new NegativeBinomialLoss(label.scale());
        return new NegativeBinomialCounts(density.mean(outputs, offset), density.dispersion(outputs, offset));
    }

    @Override
    public Node addLoss(Graph graph, Node prediction, Node target, LabelColumn label) {
        return loss.addTo(graph, prediction, target, ((LabelColumn.NumberColumn) label).scale());
    }

    @Override
    public LabelKind labelKind() {
        return LabelKind.COUNT;
    }

    @Override
    public Spread spread() {
        return Spread.FIXED;
    }
}
