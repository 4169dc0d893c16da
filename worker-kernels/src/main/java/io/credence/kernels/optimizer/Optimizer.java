package io.credence.kernels.optimizer;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.simd.update.Updates;
import java.io.Serializable;

/**
 * How gradients become steps, chosen by name (requirements D1 and D2). A component left out (null) takes its default. Weight decay
 * never applies to biases, normalisation gains and the vectors of categories.
 *
 * <p>Below, w is a parameter, g its gradient with any L2 penalty, t the number of the step from 1, and rate the learning rate times the
 * schedule's factor. An optimiser is these settings and its rule; an {@link Updater} holds what it remembers and takes its steps.
 */
public sealed interface Optimizer extends Serializable {
    /** Returns the word that selects this optimiser in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** The learning rate before the schedule, above 0. */
    Double learningRate();

    /** The weight decay, at least 0. */
    Double weightDecay();

    /** How many values it remembers for each parameter. */
    int moments();

    /**
     * Takes a step with the parameters [from, to).
     *
     * @param decay the weight decay of these parameters; 0 where it leaves them alone
     * @param step its size, and what is remembered
     */
    void update(float[] parameters, float[] gradient, int from, int to, float decay, OptimizerStep step);

    /**
     * Stochastic gradient descent with momentum (Sutskever et al. 2013): v = momentum v + g, w = w - rate v; with Nesterov's look-ahead w = w -
     * rate (g + momentum v). The paper's velocity is rate v, which is the same while the rate is; where a schedule changes it, here it
     * holds for the whole step at once, as in most frameworks.
     *
     * @param learningRate above 0; default 0.01
     * @param momentum share of the last step that is kept, at least 0 and below 1; default 0
     * @param nesterov whether the gradient is taken as if after the momentum's step; default false; needs a momentum
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Sgd(Double learningRate, Double momentum, Boolean nesterov, Double weightDecay) implements Optimizer {
        public Sgd {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.01);
            momentum = Range.atLeast(0).below(1).valueOr("momentum", momentum, 0.0);
            nesterov = nesterov != null && nesterov;
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.0);
            if (nesterov && momentum == 0) {
                throw new InvalidSettingException("nesterov", true, "false where momentum is 0");
            }
        }

        @Override
        public int moments() {
            return momentum == 0 ? 0 : 1;
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            if (momentum == 0) {
                Updates.sgd(w, g, from, to, step.penalized(decay));
            } else {
                Updates.momentum(
                        w, g, step.moment(0), from, to, momentum.floatValue(), nesterov, step.penalized(decay));
            }
        }
    }

    /**
     * Adam (Kingma and Ba 2015): a step against the mean gradient in units of its own size. m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2)
     * g^2, both from 0, hence m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t); w = w - rate m' / (sqrt(v') + epsilon). Its weight decay is an L2
     * penalty, which the second moment scales down where gradients are large; {@link AdamW} decays independently of it.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Adam(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        public Adam {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.001);
            beta1 = Range.atLeast(0).below(1).valueOr("beta1", beta1, 0.9);
            beta2 = Range.atLeast(0).below(1).valueOr("beta2", beta2, 0.999);
            epsilon = Range.above(0).valueOr("epsilon", epsilon, 1e-8);
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.0);
        }

        @Override
        public int moments() {
            return 2;
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            step.adam(w, g, from, to, step.coefficients(beta1, beta2, epsilon), step.penalized(decay));
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter 2019): weights shrink by the learning rate times the decay, w = w - rate
     * decay w, whatever the gradient. The paper multiplies the decay by the schedule's factor alone; here, as in most frameworks, by the learning
     * rate too.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay at least 0; default 0
     */
    record AdamW(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        public AdamW {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.001);
            beta1 = Range.atLeast(0).below(1).valueOr("beta1", beta1, 0.9);
            beta2 = Range.atLeast(0).below(1).valueOr("beta2", beta2, 0.999);
            epsilon = Range.above(0).valueOr("epsilon", epsilon, 1e-8);
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.0);
        }

        @Override
        public int moments() {
            return 2;
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            step.adam(w, g, from, to, step.coefficients(beta1, beta2, epsilon), step.decayed(decay));
        }
    }

    /**
     * Adam with the largest second moment so far in place of the current one, which converges where Adam may not (Reddi et al. 2018). Moments are
     * corrected for their start as Adam's are, which the paper leaves out.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Amsgrad(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        public Amsgrad {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.001);
            beta1 = Range.atLeast(0).below(1).valueOr("beta1", beta1, 0.9);
            beta2 = Range.atLeast(0).below(1).valueOr("beta2", beta2, 0.999);
            epsilon = Range.above(0).valueOr("epsilon", epsilon, 1e-8);
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.0);
        }

        @Override
        public int moments() {
            return 3;
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            Updates.amsgrad(
                    w,
                    g,
                    step.moment(0),
                    step.moment(1),
                    step.moment(2),
                    from,
                    to,
                    step.coefficients(beta1, beta2, epsilon),
                    step.penalized(decay));
        }
    }
}
