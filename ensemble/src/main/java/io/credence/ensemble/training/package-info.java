/**
 * The training of one member: epochs, validation, early stopping, weight averaging, and checkpoints.
 *
 * <p>Start with {@link io.credence.ensemble.training.MemberTrainer}, which trains a member and returns a
 * {@link io.credence.ensemble.training.Member}. {@code TrainingRun} contains the loop: it calls
 * {@link io.credence.ensemble.replica.Replicas} for every step and {@code ValidationLoss} after every epoch.
 * {@code TrainingLog} collects the {@link io.credence.ensemble.training.MemberHistory}.
 *
 * <p>A training run can be interrupted after any step at which its replicas agree.
 * {@link io.credence.ensemble.training.TrainingState} contains everything needed to continue with the same bits.
 * {@link io.credence.ensemble.training.Checkpoints} saves and provides this state, and
 * {@link io.credence.ensemble.checkpoint} defines its file format.
 */
package io.credence.ensemble.training;
