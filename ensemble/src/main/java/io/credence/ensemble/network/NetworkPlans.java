package io.credence.ensemble.network;

import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.product.Gemm;

/**
 * The plans of one training, which one thread runs.
 *
 * @param seed of random draws
 * @param gemm what all of the plans multiply matrices by
 */
public record NetworkPlans(MemberNetwork network, long seed, Gemm gemm) {
    /**
     * Begins a plan that trains.
     *
     * @param rows of a slice
     */
    public PlanBuilder training(int rows) {
        return Plan.training(network.graph(), rows, network.loss()).seed(seed).gemm(gemm);
    }

    /**
     * Begins a plan of the loss that validation rows are judged by.
     *
     * @param rows of a chunk
     */
    public PlanBuilder validation(int rows) {
        return Plan.inference(network.graph(), rows, network.validationLoss()).gemm(gemm);
    }
}
