package io.credence.ensemble.member;

import io.credence.kernels.graph.Plan;
import io.credence.kernels.graph.PlanBuilder;
import io.credence.kernels.simd.Gemm;

/**
 * The plans of one training, which one thread runs.
 *
 * @param seed of random draws
 * @param gemm what all of the plans multiply matrices by
 */
record MemberPlans(MemberNetwork network, long seed, Gemm gemm) {
    /**
     * Begins a plan that trains.
     *
     * @param rows of a slice
     */
    PlanBuilder training(int rows) {
        return Plan.training(network.graph(), rows, network.loss()).seed(seed).gemm(gemm);
    }

    /**
     * Begins a plan of the loss that validation rows are judged by.
     *
     * @param rows of a chunk
     */
    PlanBuilder validation(int rows) {
        return Plan.inference(network.graph(), rows, network.validationLoss()).gemm(gemm);
    }
}
