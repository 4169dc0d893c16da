package io.credence.ensemble.replica;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.plan.TrainingHealth;
import io.credence.kernels.simd.Matrix;
import java.util.Map;

/** A replica with its own weights, which is updated with the gradient of its own slice. */
final class LocalReplica {
    private final EpochLayout epoch;
    private final int slice;
    private final SliceReader reader;
    private final float[] parameters;
    private final SlicePass pass;
    private final Updater updater;
    private final float penaltyWeight;
    private final Matrix packed;
    private double lossSum;
    private TrainingHealth health = AveragedReplicas.UNKNOWN;

    LocalReplica(ReplicaSetup setup, int slice, PlanMemory memory) {
        this.epoch = setup.epoch();
        this.slice = slice;
        this.reader = setup.reader(slice);
        this.parameters = setup.initialParameters();
        this.pass = setup.pass(parameters, memory);
        this.updater = setup.updater();
        this.penaltyWeight = 1f / epoch.rows();
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

    void seek(int epochIndex, int stepOfEpoch) {
        reader.seek(epochIndex, (long) stepOfEpoch * epoch.sliceSize());
    }

    /** Takes one step, or none if the slice has no rows left, and returns the loss, summed over its rows. */
    double takeStep(int stepOfEpoch, int step, double rate, boolean inspect) {
        int rows = epoch.rows(slice, stepOfEpoch);
        if (rows == 0) {
            return 0;
        }
        double loss = pass.run(reader, rows, step, 1f / rows, penaltyWeight, inspect, GradientListener.NONE);
        lossSum += loss;
        if (inspect) {
            health = pass.health();
        }
        updater.step(parameters, pass.gradient().array(), rate);
        return loss;
    }

    TrainingHealth health() {
        return health;
    }

    Map<String, Double> gradientNorms() {
        return pass.gradientNorms();
    }

    /**
     * Returns the values to average, in one row: parameters, moments, and the loss since the last average. Always the
     * same matrix.
     */
    Matrix pack() {
        System.arraycopy(parameters, 0, packed.data(), 0, parameters.length);
        updater.copyMoments(packed.data(), parameters.length);
        packed.data()[packed.columns() - 1] = (float) lossSum;
        lossSum = 0;
        return packed;
    }

    /**
     * Continues from the average of the values that all replicas packed.
     *
     * @param steps the number of steps that the member has taken
     */
    void unpack(float[] average, long steps) {
        System.arraycopy(average, 0, parameters, 0, parameters.length);
        updater.restore(steps, average, parameters.length);
    }
}
