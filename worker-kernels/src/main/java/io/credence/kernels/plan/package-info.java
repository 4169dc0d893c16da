/**
 * The fast executor of graphs: a graph compiled for a fixed number of rows, in one array of memory, without allocation
 * in a step.
 *
 * <p>{@link io.credence.kernels.plan.Plan} is the entry point; a {@link io.credence.kernels.plan.PlanBuilder} states
 * what it computes. A {@code PlanCompiler} compiles it in three stages: {@code ActiveNodes} finds the nodes to compute,
 * {@code BufferSchedule} the lifetimes of their values, gradients and workspaces, and the {@code Arena} places them so
 * that buffers with disjoint lifetimes share memory. At run time, a {@code ForwardPass} and a {@code BackwardPass} run
 * the operations. The latter reports finished gradients, so that their exchange between replicas can start early. A
 * {@link io.credence.kernels.plan.GradientBuffer} is the array that they write to; of a large embedding table, a pass
 * writes only the rows that the batch uses.
 *
 * <p>{@link io.credence.kernels.plan.Lockstep} runs the plans of several slices of a batch side by side and pools their
 * statistics at synchronisation points. {@link io.credence.kernels.plan.TrainingHealth} summarises the gradients of a
 * step.
 */
package io.credence.kernels.plan;
