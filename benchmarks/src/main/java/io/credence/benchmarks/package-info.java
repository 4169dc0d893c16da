/**
 * The benchmarks behind {@code bin/bench}, none of which are shipped.
 *
 * <p>{@link io.credence.benchmarks.Bench} is the entry point, with one subcommand for each benchmark.
 * {@code benchmarks.kernels} measures matrix products and training steps in one JVM, {@code benchmarks.cluster}
 * measures executors and complete jobs, and {@code benchmarks.quality} measures predictions on data sets. Commands
 * print a table on standard error and JSON on standard output.
 */
package io.credence.benchmarks;
