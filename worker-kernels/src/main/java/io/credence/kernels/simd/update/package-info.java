/**
 * The update rules of the optimisers as vector loops: SGD, momentum, Adam, AMSGrad, and the exponential average of
 * running statistics.
 *
 * <p>{@link io.credence.kernels.simd.update.Updates} is the entry point, with the formula of each rule; {@code
 * UpdateLoops} contains the loops. Schedules, clipping and the optimisers' settings are in {@code
 * io.credence.kernels.optimizer}.
 */
package io.credence.kernels.simd.update;
