package io.credence.ensemble.replica;

import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.TrainingHealth;
import java.util.Map;

/**
 * Replicas that step with the gradient of the whole batch. Each takes the same step, so all agree after every step.
 * The optimiser updates the parameters of each part of the gradient as soon as its sum arrives, while the rest is
 * still in transit.
 */
final class SynchronousReplicas implements Replicas {
    private final float[] parameters;
    private final BatchGradient gradient;
    private final Updater updater;
    private TrainingHealth health;

    SynchronousReplicas(ReplicaSetup setup, CarriedSlices carried) {
        this.parameters = setup.initialParameters();
        this.gradient = BatchGradient.of(setup, parameters, carried);
        this.updater = setup.updater();
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
    public double takeStep(int stepOfEpoch, int step, double rate, boolean inspect) {
        double loss = gradient.compute(stepOfEpoch, step, inspect);
        updater.begin(rate);
        for (int to = gradient.sum().length; to > 0; ) {
            int from = gradient.finish(to);
            updater.extend(parameters, gradient.sum(), from, to);
            to = from;
        }
        if (inspect) {
            health = gradient.health();
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
        return gradient.norms();
    }

    @Override
    public long exchangeNanos() {
        return gradient.exchangeNanos();
    }
}
