package io.credence.ensemble.replica;

import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.TrainingHealth;
import io.credence.kernels.simd.Matrix;
import java.util.Map;

/** A replica that steps by the gradient of its own slice, on weights of its own. */
final class LocalReplica {
    private final ParameterLayout layout;
    private final BatchPlan batches;
    private final int slice;
    private final SliceReader reader;
    private final float[] parameters;
    private final SliceGradient gradient;
    private final Updater updater;
    private final float penaltyWeight;
    private final Matrix packed;
    private double lossSum;
    private TrainingHealth health = AveragedReplicas.UNKNOWN;

    LocalReplica(MemberTrainer trainer, int slice, NetworkPlans plans) {
        this.layout = trainer.network().layout();
        this.batches = trainer.batches();
        this.slice = slice;
        this.reader = new SliceReader(trainer.train(), slice, batches.slices(), plans.seed());
        this.parameters = layout.initialize(plans.seed());
        this.gradient = new SliceGradient(
                plans, parameters, batches.sliceSize(), trainer.training().adversarial());
        this.updater = trainer.training().updater(layout);
        this.penaltyWeight = 1f / batches.rows();
        this.packed = Matrix.zeros(1, parameters.length + updater.momentsLength() + 1);
    }

    float[] parameters() {
        return parameters;
    }

    OptimizerState optimizer() {
        return updater.state();
    }

    void restore(float[] other, OptimizerState optimizer) {
        updater.restore(optimizer);
        System.arraycopy(other, 0, parameters, 0, parameters.length);
    }

    void seek(int epoch, int stepOfEpoch) {
        reader.seek(epoch, (long) stepOfEpoch * batches.sliceSize());
    }

    /** Takes one step, or none where the slice has no rows left; returns the loss, summed over its rows. */
    double take(int stepOfEpoch, int step, double rate, boolean inspect) {
        int rows = batches.rows(slice, stepOfEpoch);
        if (rows == 0) {
            return 0;
        }
        double loss = gradient.compute(reader, rows, step, 1f / rows, penaltyWeight, inspect, GradientListener.NONE);
        lossSum += loss;
        if (inspect) {
            health = TrainingHealth.of(
                    layout,
                    gradient.values(),
                    gradient.inspection().deadUnits(),
                    gradient.inspection().penalties());
        }
        updater.step(parameters, gradient.values(), rate);
        return loss;
    }

    TrainingHealth health() {
        return health;
    }

    Map<String, Double> gradientNorms() {
        return TrainingHealth.of(layout, gradient.values(), Map.of(), Map.of()).gradientNorms();
    }

    /** What is to be averaged, parameters and moments in one row, and behind it the loss since the last average; the same at all times. */
    Matrix pack() {
        System.arraycopy(parameters, 0, packed.data(), 0, parameters.length);
        updater.copyMoments(packed.data(), parameters.length);
        packed.data()[packed.columns() - 1] = (float) lossSum;
        lossSum = 0;
        return packed;
    }

    /** Goes on from the average of what all replicas packed, after so many steps of the member. */
    void unpack(float[] average, long steps) {
        System.arraycopy(average, 0, parameters, 0, parameters.length);
        updater.restore(steps, average, parameters.length);
    }
}
