package io.credence.ensemble.network;

import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.product.Gemm;

/**
 * Compiles a network's plans for one training run on one thread.
 *
 * @param network the graph
 * @param seed the seed of the random draws
 * @param gemm the matrix product that all plans share
 */
public record NetworkPlans(MemberNetwork network, long seed, Gemm gemm) {
    /**
     * Returns a builder of a training plan.
     *
     * @param rows the number of rows of a slice; the plan has as many for every packed member
     */
    public PlanBuilder training(int rows) {
        return Plan.training(network.graph(), network.packing().members() * rows, network.loss())
                .seed(seed)
                .gemm(gemm);
    }

    /**
     * Returns a builder of a plan for the validation loss.
     *
     * @param rows the number of rows of a chunk; the plan has as many for every packed member
     */
    public PlanBuilder validation(int rows) {
        return Plan.inference(network.graph(), network.packing().members() * rows, network.validationLoss())
                .gemm(gemm);
    }
}
