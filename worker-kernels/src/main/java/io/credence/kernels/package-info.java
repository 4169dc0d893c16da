/**
 * Everything that computes: networks, their gradients, and the rules that train them, without Spark.
 *
 * <p>{@code autograd} describes a function as a graph and defines back-propagation; {@code operation} contains the
 * operations, one per file, and {@code embedding} those that replace columns with learned vectors; {@code loss}
 * contains the objectives; {@code layer} the layers that build a network from operations.
 * {@code plan} compiles a graph into one array of memory. {@code optimizer}, {@code schedule} and {@code
 * initialization} contain the options of training, {@code random} its random numbers. {@code simd} contains the vector
 * loops underneath; nothing above it uses the vector module directly.
 *
 * <p>To learn how a network is trained, read {@link io.credence.kernels.autograd.Graph}, {@link
 * io.credence.kernels.autograd.Interpreter}, a few operations, and {@link io.credence.kernels.optimizer.Optimizer}.
 * This package itself contains the ranges and errors that all settings share.
 */
package io.credence.kernels;
