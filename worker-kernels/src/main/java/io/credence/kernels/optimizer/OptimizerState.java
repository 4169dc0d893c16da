package io.credence.kernels.optimizer;

/**
 * What an optimiser remembers between steps, as a checkpoint stores it.
 *
 * @param steps steps taken so far
 * @param moments the moments one after another, each as long as the trained parameters: none, the velocity, or the first, the second and (AMSGrad) the
 *     largest second moment
 */
public record OptimizerState(long steps, float[] moments) {}
