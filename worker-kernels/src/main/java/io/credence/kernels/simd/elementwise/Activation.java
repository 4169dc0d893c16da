package io.credence.kernels.simd.elementwise;

/** An activation function of a network, applied element by element. */
public enum Activation {
    /** x. */
    IDENTITY,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** tanh(x). */
    TANH,
    /** max(0, x); its derivative at 0 is taken as 0. */
    RELU,
    /** x where x is positive, 0.01 x elsewhere (Maas et al. 2013). */
    LEAKY_RELU,
    /** x where x is positive, exp(x) - 1 elsewhere (Clevert et al. 2016). */
    ELU,
    /** x Phi(x), with the exact Gaussian distribution function (Hendrycks and Gimpel 2016). */
    GELU,
    /** x sigmoid(x), also called swish (Elfwing et al. 2018). */
    SILU,
    /** log(1 + exp(x)). */
    SOFTPLUS
}
