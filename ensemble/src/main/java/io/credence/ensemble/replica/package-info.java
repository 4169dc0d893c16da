/**
 * One step of training a member. Every batch has R equal <em>slices</em>, one per <em>replica</em>; slice r reads its
 * rows from the r-th of R runs of the shards. R is part of the model's definition. A <em>task</em> carries one or
 * several consecutive slices ({@link io.credence.ensemble.replica.CarriedSlices}); their number does not change a
 * single bit of the result.
 *
 * <p>A step, in reading order:
 *
 * <ol>
 *   <li>{@link io.credence.ensemble.replica.Replicas} is the entry point: the training loop calls its
 *       {@code takeStep}. {@code SynchronousReplicas}, the usual kind, computes a {@code BatchGradient} and uses it to
 *       update the parameters.
 *   <li>{@link io.credence.ensemble.replica.EpochLayout} defines how many rows each slice contributes to the step.
 *   <li>{@code SequentialSlices} runs the task's slices sequentially. With synchronised batch normalisation,
 *       {@code LockstepSlices} runs them in lockstep.
 *   <li>{@code SlicePass} runs one slice: {@code SliceReader} loads shuffled rows into a compiled
 *       {@link io.credence.kernels.plan.Plan}, which runs forward and backward. {@code Adversary} adds adversarial
 *       rows if configured.
 *   <li>As the backward pass finishes pieces of a slice's gradient, {@code SubtreeSum} adds the slices of the task.
 *   <li>{@link io.credence.ensemble.replica.GradientExchange} adds those of other tasks.
 *       {@link io.credence.ensemble.replica.BalancedTree} defines the order of all these additions.
 *   <li>The optimiser updates the parameters of each part of the gradient whose sum has arrived.
 * </ol>
 *
 * <p>With local steps, {@code AveragedReplicas} instead lets each {@code LocalReplica} train on its own slice, and
 * averages their weights periodically.
 */
package io.credence.ensemble.replica;
