/**
 * The layers of a network: each adds its operations and parameters to a graph.
 *
 * <p>{@link io.credence.kernels.layer.Layer} is the interface; every other type implements it or is an option of a
 * layer. A layer is a record of settings. Its documentation states the shape of input and output, and the names and
 * shapes of its parameters. The formulas are in {@code io.credence.kernels.operation}.
 *
 * <p>Reading order: Layer, {@link io.credence.kernels.layer.Dense}, {@link io.credence.kernels.layer.Residual} (a layer
 * of layers), {@link io.credence.kernels.layer.VariationalDense} with its {@link io.credence.kernels.layer.Prior}; the
 * others as needed. Packed members, which share weights, are {@link io.credence.kernels.layer.MemberScale}, {@link
 * io.credence.kernels.layer.SharedDense} and {@link io.credence.kernels.layer.MemberDense}.
 */
package io.credence.kernels.layer;
