package io.credence.kernels.optimizer;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.simd.update.Updates;
import java.io.Serializable;

/**
 * A rule that turns gradients into steps, selected by name. A component left out (null) takes its default. Weight decay
 * never applies to biases, normalisation gains or category embeddings.
 *
 * <p>Each record holds the settings of one rule and, in {@link #updateOne}, its definition for one parameter. {@link
 * #update} computes the same values with vectors: bit for bit if all numbers are finite, except for the sign of a zero.
 * An {@link Updater} holds the moments and takes the steps. In the formulas, w is a parameter, g its gradient with any
 * L2 penalty, t the number of the step counted from 1, and rate the learning rate times the schedule's factor.
 */
public sealed interface Optimizer extends Serializable {
    /** Returns the word that selects this optimiser in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** Returns the learning rate before the schedule, above 0. */
    Double learningRate();

    /** Returns the weight decay, at least 0. */
    Double weightDecay();

    /** Returns the number of moments: values that the rule keeps for each parameter. */
    int moments();

    /**
     * Updates parameter i and its moments: the definition of the rule, in single precision.
     *
     * @param decay the weight decay of this parameter; 0 if none applies to it
     */
    void updateOne(float[] w, float[] gradient, int i, float decay, OptimizerStep step);

    /**
     * Updates the parameters [from, to) and their moments with vectors.
     *
     * @param decay the weight decay of these parameters; 0 if none applies to them
     */
    void update(float[] w, float[] gradient, int from, int to, float decay, OptimizerStep step);

    /**
     * Stochastic gradient descent with momentum (Sutskever et al. 2013): v = momentum v + g, w = w - rate v; with
     * Nesterov's look-ahead w = w - rate (g + momentum v). The paper's velocity is rate v, which is equivalent at a
     * constant rate. When a schedule changes the rate, the new rate applies to the whole velocity at once, as in most
     * frameworks.
     *
     * @param learningRate above 0; default 0.01
     * @param momentum fraction of the velocity that is kept, at least 0 and below 1; default 0
     * @param nesterov whether to look ahead, as if the gradient were taken after the momentum's step; default false;
     *     requires momentum above 0
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Sgd(Double learningRate, Double momentum, Boolean nesterov, Double weightDecay) implements Optimizer {
        /** @throws InvalidSettingException if a setting is out of range, or Nesterov is chosen without momentum */
        public Sgd {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.01);
            momentum = Range.atLeast(0).below(1).valueOr("momentum", momentum, 0.0);
            nesterov = nesterov != null && nesterov;
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.0);
            if (nesterov && momentum == 0) {
                throw new InvalidSettingException("nesterov", true, "false when momentum is 0");
            }
        }

        @Override
        public int moments() {
            return momentum == 0 ? 0 : 1;
        }

        @Override
        public void updateOne(float[] w, float[] gradient, int i, float decay, OptimizerStep step) {
            float g = gradient[i] * step.gradientScale() + w[i] * decay;
            float direction = g;
            if (momentum > 0) {
                float[] v = step.moment(0);
                v[i] = Math.fma(momentum.floatValue(), v[i], g);
                direction = nesterov ? Math.fma(momentum.floatValue(), v[i], g) : v[i];
            }
            w[i] = Math.fma(-step.rate(), direction, w[i]);
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
     * Adam (Kingma and Ba 2015): a step against the mean gradient, in units of the gradient's typical size. m = beta1 m
     * + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, which start at 0 and are therefore corrected: m' = m / (1 -
     * beta1^t) and v' = v / (1 - beta2^t); w = w - rate m' / (sqrt(v') + epsilon). Weight decay is an L2 penalty, which
     * the second moment scales down where gradients are large; {@link AdamW} decays independently of it.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Adam(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        /** @throws InvalidSettingException if a setting is out of range */
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
        public void updateOne(float[] w, float[] gradient, int i, float decay, OptimizerStep step) {
            float[] m = step.moment(0);
            float[] v = step.moment(1);
            float g = gradient[i] * step.gradientScale() + w[i] * decay;
            m[i] = m[i] * beta1.floatValue() + g * (float) (1 - beta1);
            v[i] = v[i] * beta2.floatValue() + g * g * (float) (1 - beta2);
            float rate = (float) (step.rate() / step.correction(beta1));
            float root = (float) Math.sqrt(v[i]) * (float) (1 / Math.sqrt(step.correction(beta2)));
            w[i] = w[i] - m[i] * rate / (root + epsilon.floatValue());
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            Updates.Adam coefficients = step.coefficients(beta1, beta2, epsilon);
            Updates.adam(w, g, step.moment(0), step.moment(1), from, to, coefficients, step.penalized(decay));
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter 2019): before the step, w = w - rate decay w, regardless
     * of the gradient. The paper multiplies the decay by the schedule's factor alone; here, as in most frameworks, it
     * is multiplied by the learning rate too.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay at least 0; default 0
     */
    record AdamW(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        /** @throws InvalidSettingException if a setting is out of range */
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
        public void updateOne(float[] w, float[] gradient, int i, float decay, OptimizerStep step) {
            float[] m = step.moment(0);
            float[] v = step.moment(1);
            float g = gradient[i] * step.gradientScale();
            m[i] = m[i] * beta1.floatValue() + g * (float) (1 - beta1);
            v[i] = v[i] * beta2.floatValue() + g * g * (float) (1 - beta2);
            float rate = (float) (step.rate() / step.correction(beta1));
            float root = (float) Math.sqrt(v[i]) * (float) (1 / Math.sqrt(step.correction(beta2)));
            w[i] = w[i] * (1 - step.rate() * decay) - m[i] * rate / (root + epsilon.floatValue());
        }

        @Override
        public void update(float[] w, float[] g, int from, int to, float decay, OptimizerStep step) {
            Updates.Adam coefficients = step.coefficients(beta1, beta2, epsilon);
            Updates.adam(w, g, step.moment(0), step.moment(1), from, to, coefficients, step.decayed(decay));
        }
    }

    /**
     * AMSGrad (Reddi et al. 2018): Adam with the largest second moment so far in place of the current one, which
     * converges where Adam may not. Moments are corrected for their start at 0, as in Adam; the paper omits this.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay weight of the L2 penalty, at least 0; default 0
     */
    record Amsgrad(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        /** @throws InvalidSettingException if a setting is out of range */
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
        public void updateOne(float[] w, float[] gradient, int i, float decay, OptimizerStep step) {
            float[] m = step.moment(0);
            float[] v = step.moment(1);
            float[] highest = step.moment(2);
            float g = gradient[i] * step.gradientScale() + w[i] * decay;
            m[i] = m[i] * beta1.floatValue() + g * (float) (1 - beta1);
            v[i] = v[i] * beta2.floatValue() + g * g * (float) (1 - beta2);
            highest[i] = Math.max(highest[i], v[i]);
            float rate = (float) (step.rate() / step.correction(beta1));
            float root = (float) Math.sqrt(highest[i]) * (float) (1 / Math.sqrt(step.correction(beta2)));
            w[i] = w[i] - m[i] * rate / (root + epsilon.floatValue());
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
