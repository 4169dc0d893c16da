package io.credence.kernels.optimizer;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * How gradients become steps, chosen by name (requirements D1 and D2). A component left out (null) takes its default. Weight decay
 * never applies to biases and normalisation gains.
 */
public sealed interface Optimizer extends Serializable {
    /** The name that a configuration selects the optimiser by. */
    String name();

    /** The learning rate before the schedule, above 0. */
    Double learningRate();

    /** The weight decay, at least 0. */
    Double weightDecay();

    /**
     * Stochastic gradient descent with momentum (Sutskever et al. 2013).
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
        public String name() {
            return "sgd";
        }
    }

    /**
     * Adam (Kingma and Ba 2015). Its weight decay is an L2 penalty, which the second moment scales down where gradients are large;
     * {@link AdamW} decays independently of it.
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
        public String name() {
            return "adam";
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter 2019): weights shrink by the learning rate times the decay, whatever
     * the gradient.
     *
     * @param learningRate above 0; default 0.001
     * @param beta1 decay of the first moment, at least 0 and below 1; default 0.9
     * @param beta2 decay of the second moment, at least 0 and below 1; default 0.999
     * @param epsilon added to the root of the second moment, above 0; default 1e-8
     * @param weightDecay at least 0; default 0.01
     */
    record AdamW(Double learningRate, Double beta1, Double beta2, Double epsilon, Double weightDecay)
            implements Optimizer {
        public AdamW {
            learningRate = Range.above(0).valueOr("learningRate", learningRate, 0.001);
            beta1 = Range.atLeast(0).below(1).valueOr("beta1", beta1, 0.9);
            beta2 = Range.atLeast(0).below(1).valueOr("beta2", beta2, 0.999);
            epsilon = Range.above(0).valueOr("epsilon", epsilon, 1e-8);
            weightDecay = Range.atLeast(0).valueOr("weightDecay", weightDecay, 0.01);
        }

        @Override
        public String name() {
            return "adamw";
        }
    }

    /**
     * Adam with the largest second moment so far in place of the current one, which converges where Adam may not (Reddi et al. 2018).
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
        public String name() {
            return "amsgrad";
        }
    }
}
