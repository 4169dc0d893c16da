package io.credence.kernels.layer;

import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.operation.GaussianDivergence;
import io.credence.kernels.operation.MixtureDivergence;
import java.io.Serializable;

/**
 * The prior distribution of the weights of a variational layer. A component that is left out (null) takes its default.
 */
public sealed interface Prior extends Serializable {
    /** The allowed standard deviations. Their squares, and the inverses of the squares, are finite floats above 0. */
    Range STANDARD_DEVIATIONS = Range.between(1e-15, 1e15);

    /** Returns the word that selects this prior in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** Returns the operation that computes the divergence of Gaussian weights from this prior. */
    Operation divergence(Graph graph);

    /**
     * A normal distribution with mean 0; the divergence has a closed form.
     *
     * @param deviation the standard deviation, from 1e-15 to 1e15; default 1
     */
    record Gaussian(Double deviation) implements Prior {
        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public Gaussian {
            deviation = STANDARD_DEVIATIONS.valueOr("deviation", deviation, 1.0);
        }

        @Override
        public Operation divergence(Graph graph) {
            return new GaussianDivergence(deviation.floatValue());
        }
    }

    /**
     * A mixture of a wide and a narrow normal distribution with mean 0 (Blundell et al. 2015): it favours many weights
     * near 0 and a few large ones.
     *
     * @param share the weight of the wide part, above 0 and below 1; default 0.5
     * @param wide the standard deviation of the wide part, from 1e-15 to 1e15; default 1
     * @param narrow the standard deviation of the narrow part, at least 1e-15 and below {@code wide}; default exp(-6),
     *     or half of {@code wide} if that is less
     */
    record ScaleMixture(Double share, Double wide, Double narrow) implements Prior {
        private static final double DEFAULT_NARROW = 0.0024787521766663585;

        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public ScaleMixture {
            share = Range.above(0).below(1).valueOr("share", share, 0.5);
            wide = STANDARD_DEVIATIONS.valueOr("wide", wide, 1.0);
            narrow = STANDARD_DEVIATIONS.below(wide).valueOr("narrow", narrow, Math.min(DEFAULT_NARROW, wide / 2));
        }

        @Override
        public Operation divergence(Graph graph) {
            return new MixtureDivergence(
                    share.floatValue(), wide.floatValue(), narrow.floatValue(), graph.nextStream());
        }
    }
}
