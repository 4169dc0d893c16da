/**
 * Benchmarks of distributed training and scoring, with executors in separate processes on this machine
 * ({@code LocalExecutors}).
 *
 * <ul>
 *   <li>{@link io.credence.benchmarks.cluster.ExchangeCommand}: the all-reduce of gradients, and its cost model
 *       ({@code ExchangeModel}).
 *   <li>{@link io.credence.benchmarks.cluster.MembersCommand}: members in parallel.
 *   <li>{@link io.credence.benchmarks.cluster.LoadCommand}: a data set larger than memory.
 *   <li>{@link io.credence.benchmarks.cluster.ScoringCommand}: scoring through Spark.
 * </ul>
 */
package io.credence.benchmarks.cluster;
