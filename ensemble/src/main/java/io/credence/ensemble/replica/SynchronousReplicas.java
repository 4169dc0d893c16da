package io.credence.ensemble.replica;

import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.TrainingHealth;
import java.util.Map;

/**
 * Steps by the gradient of the whole batch: every replica takes the same step, so they agree after each. A part of the gradient whose sum has
 * come is stepped by while the rest is still on its way.
 */
public final class SynchronousReplicas implements Replicas {
    private final ParameterLayout layout;
    private final float[] parameters;
    private final BatchGradient gradient;
    private final Updater updater;
    private TrainingHealth health;

    public SynchronousReplicas(MemberTrainer trainer, CarriedSlices carried, NetworkPlans plans) {
        this.layout = trainer.network().layout();
        this.parameters = layout.initialize(plans.seed());
        this.gradient = BatchGradient.of(
                plans,
                parameters,
                trainer.train(),
                trainer.batches(),
                carried,
                trainer.training().adversarial());
        this.updater = trainer.training().updater(layout);
    }

    @Override
    public float[] parameters() {
        return parameters;
    }

    @Override
    public OptimizerState optimizer() {
        return updater.state();
    }

    @Override
    public void restore(float[] other, OptimizerState optimizer) {
        updater.restore(optimizer);
        System.arraycopy(other, 0, parameters, 0, parameters.length);
    }

    @Override
    public void seek(int epoch, int stepOfEpoch) {
        gradient.seek(epoch, stepOfEpoch);
    }

    @Override
    public double take(int stepOfEpoch, int step, double rate, boolean inspect) {
        double loss = gradient.compute(stepOfEpoch, step, inspect);
        updater.begin(rate);
        for (int to = gradient.sum().length; to > 0; ) {
            int from = gradient.finish(to);
            updater.extend(parameters, gradient.sum(), from, to);
            to = from;
        }
        if (inspect) {
            health = TrainingHealth.of(
                    layout,
                    gradient.sum(),
                    gradient.inspection().deadUnits(),
                    gradient.inspection().penalties());
        }
        return loss;
    }

    @Override
    public boolean agree() {
        return true;
    }

    @Override
    public float lossSum() {
        return gradient.lossSum();
    }

    @Override
    public TrainingHealth health() {
        return health;
    }

    @Override
    public Map<String, Double> gradientNorms() {
        return TrainingHealth.of(layout, gradient.sum(), Map.of(), Map.of()).gradientNorms();
    }

    @Override
    public long exchangeNanos() {
        return gradient.exchangeNanos();
    }
}
