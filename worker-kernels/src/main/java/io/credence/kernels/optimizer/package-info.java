/**
 * The rules that turn gradients into steps.
 *
 * <p>{@link io.credence.kernels.optimizer.Optimizer} is the entry point: one record per rule, with its settings, its
 * source, and its definition as about ten lines of scalar code, {@code updateOne}. The vector loops that training uses
 * are in package {@code simd.update}; they compute the same bits.
 *
 * <p>An {@link io.credence.kernels.optimizer.Updater} takes the steps: it holds the moments, clips gradients, applies
 * weight decay to weights only, and maintains running statistics. An {@code OptimizerStep} is the current step; an
 * {@code OptimizerState} is the state that a checkpoint stores.
 */
package io.credence.kernels.optimizer;
