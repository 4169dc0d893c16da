/**
 * The training of one member, as a Spark job of one task or of a gang of tasks, and its files in the work directory.
 *
 * <p>{@link io.credence.driver.train.member.MemberJob} is the entry point on the driver: one attempt to train a
 * member. Its tasks run {@link io.credence.driver.train.member.MemberTask} on executors, as an ordinary task or,
 * through {@code BarrierTaskFunction}, as one of a gang that sums its gradients with
 * {@code io.credence.driver.allreduce}. A task opens its {@code TaskShards}, continues from the newest checkpoint and
 * returns a {@link io.credence.driver.train.member.MemberOutcome}.
 *
 * <p>{@link io.credence.driver.train.member.TrainingInputs} are the settings and data of all members.
 * {@link io.credence.driver.train.member.EnsembleDirectory} holds a
 * {@link io.credence.driver.train.member.MemberDirectory} for each member, and belongs to the
 * {@link io.credence.driver.train.member.EnsembleDefinition} that determines their bits. So a training run that is
 * started again only continues with its own members.
 */
package io.credence.driver.train.member;
