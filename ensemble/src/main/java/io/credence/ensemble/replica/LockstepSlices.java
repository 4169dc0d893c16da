package io.credence.ensemble.replica;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.Lockstep;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanMemory;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Computes the slices of a task in lockstep, because each uses statistics of the others during the pass. Every slice
 * therefore has its own plans and gradient array, and no piece of the gradient leaves the task before the slices have
 * exchanged statistics for the last time.
 */
final class LockstepSlices extends BatchGradient {
    private final boolean adversarial;
    private final Lockstep lockstep;
    private final Plan[] plans;
    private final int[] rows;
    private final long[][] rowKeys;
    private final GradientListener[] silent;
    private final GradientListener[] listeners;

    LockstepSlices(ReplicaSetup setup, float[] parameters, CarriedSlices carried) {
        super(
                setup,
                carried,
                IntStream.range(0, carried.count())
                        .mapToObj(slice -> setup.pass(parameters, new PlanMemory()))
                        .toArray(SlicePass[]::new));
        int count = carried.count();
        this.adversarial = setup.training().adversarial() != null;
        this.lockstep = new Lockstep(
                passes[0].plan(1), epoch.slices(), firstSlice, count, values -> allReduce(values, carried.exchange()));
        this.plans = new Plan[count];
        this.rows = new int[epoch.slices()];
        this.rowKeys = Arrays.stream(passes).map(SlicePass::rowKeys).toArray(long[][]::new);
        this.silent = new GradientListener[count];
        Arrays.fill(silent, GradientListener.NONE);
        this.listeners = new GradientListener[count];
    }

    private void allReduce(float[] values, GradientExchange exchange) {
        exchange.sum(values, 0, values.length);
        long start = System.nanoTime();
        exchange.finish();
        exchangeNanos += System.nanoTime() - start;
    }

    @Override
    double compute(int stepOfEpoch, int step, boolean inspect) {
        exchangeNanos = 0;
        load(stepOfEpoch);
        lockstep.forward(plans, rows, rowKeys, step);
        double loss = 0;
        for (int s = 0; s < plans.length; s++) {
            loss += plans[s] == null ? 0 : passes[s].recordLoss(plans[s], isInspected(s, inspect));
        }
        float lossWeight = 1f / epoch.rows(stepOfEpoch);
        float penaltyWeight = epoch.penaltyWeight(stepOfEpoch);
        if (adversarial) {
            backwardTwice(step, lossWeight, penaltyWeight);
        } else {
            lockstep.backward(plans, lossWeight, penaltyWeight, subtree.listeners());
        }
        return loss;
    }

    private void load(int stepOfEpoch) {
        for (int slice = 0; slice < rows.length; slice++) {
            rows[slice] = epoch.rows(slice, stepOfEpoch);
        }
        for (int s = 0; s < plans.length; s++) {
            int sliceRows = rows[firstSlice + s];
            plans[s] = sliceRows == 0 ? null : passes[s].load(readers[s], sliceRows);
            if (sliceRows == 0) {
                subtree.clear(s);
            }
        }
    }

    /**
     * Runs the backward pass over the clean rows and then both passes over the adversarial ones, each at half weight.
     */
    private void backwardTwice(int step, float lossWeight, float penaltyWeight) {
        lockstep.backward(plans, 0.5f * lossWeight, 0.5f * penaltyWeight, silent);
        for (int s = 0; s < plans.length; s++) {
            GradientListener listener = subtree.listeners()[s];
            listeners[s] = plans[s] == null ? listener : passes[s].perturbRows(plans[s], listener);
        }
        lockstep.forward(plans, rows, rowKeys, step);
        lockstep.backward(plans, 0.5f * lossWeight, 0.5f * penaltyWeight, listeners);
    }
}
