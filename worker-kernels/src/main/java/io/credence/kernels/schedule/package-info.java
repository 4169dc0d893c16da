/**
 * Learning-rate schedules. {@link io.credence.kernels.schedule.Schedule} has one record per schedule; each returns the
 * factor of the learning rate in every step of training, from a linear warm-up to the final decay.
 */
package io.credence.kernels.schedule;
