/**
 * The initial values of parameters. {@link io.credence.kernels.initialization.Initialization} is the distribution that
 * a user selects by name. With the size of a layer it yields an {@link io.credence.kernels.initialization.Initializer},
 * which fills one parameter from a random stream.
 */
package io.credence.kernels.initialization;
