package io.credence.ensemble.replica;

import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.GradientBuffer;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.plan.TrainingHealth;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import java.util.Map;

/**
 * The forward and backward pass over the rows that one slice contributes to a step. The gradient array has the
 * parameters' layout and one more element: the loss, summed over the rows. Summing gradients over slices and tasks
 * therefore sums their losses too, and all tasks see the same loss in the same step.
 */
final class SlicePass {
    /** With fewer rows, units that are rarely active would be reported as dead. */
    private static final int MIN_ROWS_FOR_DEAD_UNITS = 32;

    private final NetworkPlans plans;
    private final MemberNetwork network;
    private final float[] parameters;
    private final GradientBuffer gradient;
    private final Plan[] plansByRows;
    private final PlanMemory memory;
    private final long[] rowKeys;
    private final Adversary adversary;
    private Map<String, Double> deadUnits = Map.of();
    private Map<String, Double> penalties = Map.of();

    /**
     * @param parameters read at every step
     * @param sliceSize the maximum number of rows that a slice contributes to a step
     * @param memory of the plans; passes that never overlap may share it
     * @param adversarial null to train on the clean rows alone
     */
    SlicePass(NetworkPlans plans, float[] parameters, int sliceSize, PlanMemory memory, AdversarialSpec adversarial) {
        this.plans = plans;
        this.network = plans.network();
        this.parameters = parameters;
        this.gradient = new GradientBuffer(network.graph(), 1);
        this.plansByRows = new Plan[sliceSize + 1];
        this.memory = memory;
        this.rowKeys = new long[sliceSize];
        this.adversary = adversarial == null ? null : new Adversary(adversarial, gradient);
    }

    /** Returns the gradient of the last step, followed by the summed loss; always the same buffer. */
    GradientBuffer gradient() {
        return gradient;
    }

    /** Returns the health of the layers, with the dead units and penalties of the last inspected step. */
    TrainingHealth health() {
        return TrainingHealth.of(network.layout(), gradient.array(), deadUnits, penalties);
    }

    /** Returns the norm of each layer's gradient. */
    Map<String, Double> gradientNorms() {
        return TrainingHealth.of(network.layout(), gradient.array(), Map.of(), Map.of())
                .gradientNorms();
    }

    /**
     * Computes the gradient of {@code lossWeight * sum(losses) + penaltyWeight * sum(penalties)}. With an adversary,
     * it is the mean of the gradients over the clean rows and over the adversarial rows.
     *
     * @param reader the source of the rows
     * @param rows the number of rows to read, at least 1
     * @param step from 0, over all epochs; it keys the random draws
     * @param inspect whether to record dead units and penalties for {@link #health}
     * @return the loss, summed over the clean rows
     */
    double run(
            SliceReader reader,
            int rows,
            int step,
            float lossWeight,
            float penaltyWeight,
            boolean inspect,
            GradientListener listener) {
        Plan plan = load(reader, rows);
        plan.forward(rowKeys, step);
        double loss = recordLoss(plan, inspect);
        if (adversary == null) {
            plan.backward(lossWeight, penaltyWeight, listener);
        } else {
            plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, GradientListener.NONE);
            GradientListener combined = perturbRows(plan, listener);
            plan.forward(rowKeys, step);
            plan.backward(0.5f * lossWeight, 0.5f * penaltyWeight, combined);
        }
        return loss;
    }

    /** Reads the slice's next rows into the plan for that number of rows, and returns the plan. */
    Plan load(SliceReader reader, int rows) {
        Plan plan = plan(rows);
        Matrix features = plan.value(network.features());
        reader.read(features, plan.value(network.targets()));
        if (network.draws()) {
            RowKeys.of(features, rowKeys);
        }
        return plan;
    }

    /** Returns the keys of the rows that were loaded last; always the same array. */
    long[] rowKeys() {
        return rowKeys;
    }

    /**
     * Stores the loss after the gradient, and returns it.
     *
     * @param plan after its forward pass
     * @param inspect whether to record dead units and penalties for {@link #health}
     */
    double recordLoss(Plan plan, boolean inspect) {
        double loss = plan.lossSum();
        gradient.array()[parameters.length] = (float) loss;
        if (inspect) {
            deadUnits = plan.rows() < MIN_ROWS_FOR_DEAD_UNITS ? Map.of() : plan.deadUnits();
            penalties = plan.penalties();
        }
        return loss;
    }

    /**
     * Replaces the plan's clean rows with adversarial ones after the first backward pass. Requires an adversary.
     *
     * @return the listener for the second backward pass; it completes the gradient of both before it notifies
     *     {@code downstream}
     */
    GradientListener perturbRows(Plan plan, GradientListener downstream) {
        return adversary.perturb(plan.value(network.features()), plan.gradient(network.features()), downstream);
    }

    /** Returns the plan for a number of rows, and compiles it on the first call. */
    Plan plan(int rows) {
        Plan plan = plansByRows[rows];
        if (plan == null) {
            PlanBuilder builder = plans.training(rows).memory(memory);
            if (adversary != null) {
                builder.gradientOf(network.features());
            }
            plan = builder.compile(parameters, gradient);
            plansByRows[rows] = plan;
        }
        return plan;
    }
}
