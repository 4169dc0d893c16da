/**
 * The initial values of parameters. {@link io.credence.kernels.initialization.Initialization} is the choice that a
 * user makes, by name; with the size of a layer it becomes an {@link io.credence.kernels.initialization.Initializer},
 * which fills one parameter from a random stream.
 */
package io.credence.kernels.initialization;
