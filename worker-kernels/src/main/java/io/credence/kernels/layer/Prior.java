package io.credence.kernels.layer;

import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.operation.GaussianDivergence;
import io.credence.kernels.operation.MixtureDivergence;
import java.io.Serializable;

/** What the weights of a variational layer are believed to be before any data is seen. A component left out (null) takes its default. */
public sealed interface Prior extends Serializable {
    /** Standard deviations whose squares, and the inverses of these, are floats. */
    Range DEVIATIONS = Range.between(1e-15, 1e15);

    /** Returns the word that selects this prior in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** The divergence of Gaussian weights from this prior. */
    Operation divergence(Graph graph);

    /**
     * A normal distribution about 0; the divergence has a closed form.
     *
     * @param deviation the standard deviation, from 1e-15 to 1e15, so that its square is a float; default 1
     */
    record Gaussian(Double deviation) implements Prior {
        public Gaussian {
            deviation = DEVIATIONS.valueOr("deviation", deviation, 1.0);
        }

        @Override
        public Operation divergence(Graph graph) {
            return new GaussianDivergence(deviation.floatValue());
        }
    }

    /**
     * A mixture of a wide and a narrow normal distribution about 0 (Blundell et al. 2015): many weights may vanish, few may be large.
     *
     * @param share of the wide part, above 0 and below 1; default 0.5
     * @param wide standard deviation of the wide part, from 1e-15 to 1e15; default 1
     * @param narrow standard deviation of the narrow part, at least 1e-15 and below {@code wide}; default exp(-6), or half of {@code wide} where
     *     that is less
     */
    record ScaleMixture(Double share, Double wide, Double narrow) implements Prior {
        private static final double NARROW = 0.0024787521766663585;

        public ScaleMixture {
            share = Range.above(0).below(1).valueOr("share", share, 0.5);
            wide = DEVIATIONS.valueOr("wide", wide, 1.0);
            narrow = DEVIATIONS.below(wide).valueOr("narrow", narrow, Math.min(NARROW, wide / 2));
        }

        @Override
        public Operation divergence(Graph graph) {
            return new MixtureDivergence(
                    share.floatValue(), wide.floatValue(), narrow.floatValue(), graph.nextStream());
        }
    }
}
