/**
 * Benchmarks of kernels in one JVM, run by JMH in a forked process ({@code ForkedJvm}).
 *
 * <p>{@link io.credence.benchmarks.kernels.GemmCommand} compares matrix products with OpenBLAS and netlib.
 * {@link io.credence.benchmarks.kernels.StepCommand} compares training steps ({@code StepBenchmark}) with PyTorch
 * ({@code TorchPeer}). {@link io.credence.benchmarks.kernels.PartsCommand} compares the other parts of a step with the
 * limits of the processor ({@code StepParts}), and {@link io.credence.benchmarks.kernels.RowCommand} measures the
 * latency of predicting a single row; both run in this JVM.
 */
package io.credence.benchmarks.kernels;
