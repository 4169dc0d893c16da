package io.credence.kernels.optimizer;

/**
 * The state of an optimiser between steps, as a checkpoint stores it.
 *
 * @param steps the number of steps taken so far
 * @param moments the moments in sequence, each with one value per trained parameter: none, the velocity, or the first,
 *     second and (for AMSGrad) largest second moment
 */
public record OptimizerState(long steps, float[] moments) {}
