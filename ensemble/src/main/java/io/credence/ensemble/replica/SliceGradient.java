package io.credence.ensemble.replica;

import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import java.util.Map;

/**
 * Forward and backward over the rows that one slice gives to a step. The gradient has the parameters' layout and one more value behind it:
 * the loss, summed over the rows. So whatever sums gradients over slices and tasks sums their losses too, and all tasks see the same loss
 * in the same step.
 */
final class SliceGradient {
    /** On fewer rows units that are seldom active would pass for dead. */
    private static final int ROWS_THAT_TELL = 32;

    private final NetworkPlans plans;
    private final MemberNetwork network;
    private final float[] parameters;
    private final float[] gradient;
    private final Plan[] plansByRows;
    private final long[] rowKeys;
    private final Adversary adversary;
    private GradientInspection inspection = GradientInspection.NONE;

    /**
     * @param parameters read at every step, so that training may change them
     * @param sliceSize the most rows that a slice gives to a step
     * @param adversarial null: the rows alone
     */
    SliceGradient(NetworkPlans plans, float[] parameters, int sliceSize, AdversarialSpec adversarial) {
        this.plans = plans;
        this.network = plans.network();
        this.parameters = parameters;
        this.gradient = new float[parameters.length + 1];
        this.plansByRows = new Plan[sliceSize + 1];
        this.rowKeys = new long[sliceSize];
        this.adversary = adversarial == null ? null : new Adversary(adversarial, gradient);
    }

    /** The gradient of the last step, with the summed loss behind it; the same array at all times. */
    float[] values() {
        return gradient;
    }

    /** What the last inspected step showed. */
    GradientInspection inspection() {
        return inspection;
    }

    /**
     * Computes the gradient of {@code lossWeight * sum(losses) + penaltyWeight * sum(penalties)}; with an adversary, of the mean of that
     * over the rows and over their adversarial twins.
     *
     * @param slice where the rows come from
     * @param rows how many, at least 1
     * @param step from 0, over all epochs; it keys the random draws
     * @param inspect whether {@link #inspection} is wanted afterwards
     * @return the loss, summed over the rows, without that of their twins
     */
    double compute(
            SliceReader slice,
            int rows,
            int step,
            float lossWeight,
            float penaltyWeight,
            boolean inspect,
            GradientListener listener) {
        Plan plan = read(slice, rows);
        plan.forward(rowKeys, step);
        double loss = keepLoss(plan, inspect);
        if (adversary == null) {
            plan.backward(lossWeight, penaltyWeight, listener);
        } else {
            plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, GradientListener.NONE);
            moveRows(plan);
            plan.forward(rowKeys, step);
            plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, addingKept(listener));
        }
        return loss;
    }

    /** The plan for so many rows, with the slice's next ones in it. */
    Plan read(SliceReader slice, int rows) {
        Plan plan = plan(rows);
        Matrix features = plan.value(network.features());
        slice.read(features, plan.value(network.targets()));
        if (network.draws()) {
            RowKeys.of(features, rowKeys);
        }
        return plan;
    }

    /** The keys of the rows that were read last; the same array at all times. */
    long[] rowKeys() {
        return rowKeys;
    }

    /**
     * Puts the loss behind the gradient, and returns it.
     *
     * @param plan after forward
     * @param inspect whether {@link #inspection} is wanted afterwards
     */
    double keepLoss(Plan plan, boolean inspect) {
        double loss = plan.lossSum();
        gradient[parameters.length] = (float) loss;
        if (inspect) {
            Map<String, Double> deadUnits = plan.rows() < ROWS_THAT_TELL ? Map.of() : plan.deadUnits();
            inspection = new GradientInspection(deadUnits, plan.penalties());
        }
        return loss;
    }

    /** With an adversary: keeps the gradient of the rows that a plan holds and puts their twins in their place. */
    void moveRows(Plan plan) {
        adversary.moveRows(plan.value(network.features()), plan.gradient(network.features()));
    }

    /** With an adversary: a listener to the gradient of the twins that makes it the sum of both and passes the news on. */
    GradientListener addingKept(GradientListener downstream) {
        return adversary.addingKept(downstream);
    }

    /** The plan for so many rows. */
    Plan plan(int rows) {
        Plan plan = plansByRows[rows];
        if (plan == null) {
            PlanBuilder builder = plans.training(rows);
            if (adversary != null) {
                builder.gradientOf(network.features());
            }
            plan = builder.compile(parameters, gradient);
            plansByRows[rows] = plan;
        }
        return plan;
    }
}
