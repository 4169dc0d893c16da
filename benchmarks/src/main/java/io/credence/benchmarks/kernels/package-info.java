/**
 * Benchmarks of kernels in one JVM, run by JMH in a forked process ({@code ForkedJvm}).
 *
 * <p>{@link io.credence.benchmarks.kernels.GemmCommand} compares matrix products with OpenBLAS and netlib.
 * {@link io.credence.benchmarks.kernels.StepCommand} compares training steps ({@code StepBenchmark}) with PyTorch
 * ({@code TorchPeer}).
 */
package io.credence.benchmarks.kernels;
