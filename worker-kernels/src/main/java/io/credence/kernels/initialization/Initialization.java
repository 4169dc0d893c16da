package io.credence.kernels.initialization;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.simd.elementwise.Activation;

/** The initial distribution of a layer's weights. Biases start at 0, gains at 1. */
public enum Initialization {
    /** Chosen by the activation: Xavier normal for identity, sigmoid and tanh; He normal for ReLU and its variants. */
    AUTO,
    /** Uniform with variance 2 / (in + out) (Glorot and Bengio 2010). */
    XAVIER_UNIFORM,
    /** Normal with variance 2 / (in + out) (Glorot and Bengio 2010). */
    XAVIER_NORMAL,
    /** Uniform with variance 2 / in (He et al. 2015). */
    HE_UNIFORM,
    /** Normal with variance 2 / in (He et al. 2015). */
    HE_NORMAL,
    /** All zeros; allowed only if the last layer is the only layer. */
    ZEROS;

    /**
     * Returns this choice, or the one that {@link #AUTO} selects for a layer followed by {@code activation}.
     */
    public Initialization resolve(Activation activation) {
        if (this != AUTO) {
            return this;
        }
        return switch (activation) {
            case IDENTITY, SIGMOID, TANH -> XAVIER_NORMAL;
            case RELU, LEAKY_RELU, ELU, GELU, SILU, SOFTPLUS -> HE_NORMAL;
        };
    }

    /**
     * Returns this choice for a hidden layer.
     *
     * @throws InvalidSettingException if it is {@link #ZEROS}: with equal weights, all neurons of a layer compute the
     *     same value and receive the same gradient, so they stay equal forever and the layer is equivalent to a single
     *     neuron
     */
    public Initialization forHiddenLayer() {
        if (this == ZEROS) {
            throw new InvalidSettingException(
                    "initialization",
                    "zeros",
                    "random for hidden layers (auto, xavier-uniform, xavier-normal, he-uniform or he-normal): with"
                            + " equal weights, all neurons of a layer receive equal gradients and stay equal forever");
        }
        return this;
    }

    /**
     * Returns the variance of a weight.
     *
     * @param in the number of inputs of a neuron, at least 1
     * @param out the number of neurons that receive each input, at least 1
     * @throws IllegalStateException for {@link #AUTO}, which must be resolved first
     */
    public double variance(int in, int out) {
        return switch (this) {
            case AUTO -> throw new IllegalStateException("auto has no variance until an activation resolves it");
            case XAVIER_UNIFORM, XAVIER_NORMAL -> 2.0 / (in + out);
            case HE_UNIFORM, HE_NORMAL -> 2.0 / in;
            case ZEROS -> 0;
        };
    }
}
