package io.credence.kernels.initialization;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.simd.elementwise.Activation;

/** How the weights of a layer start (requirement E). Biases start at 0, gains at 1. */
public enum Initialization {
    /** By the activation: Xavier normal for identity, sigmoid and tanh, He normal for ReLU and its variants. */
    AUTO,
    /** Uniform with variance 2 / (in + out) (Glorot and Bengio 2010). */
    XAVIER_UNIFORM,
    /** Normal with variance 2 / (in + out) (Glorot and Bengio 2010). */
    XAVIER_NORMAL,
    /** Uniform with variance 2 / in (He et al. 2015). */
    HE_UNIFORM,
    /** Normal with variance 2 / in (He et al. 2015). */
    HE_NORMAL,
    /** All zeros: allowed for the last layer only, where it is the only one. */
    ZEROS;

    /**
     * The definite choice for a layer that is followed by {@code activation}.
     *
     * @return this, or what {@link #AUTO} stands for
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
     * This choice for a hidden layer.
     *
     * @throws InvalidSettingException if it is {@link #ZEROS}: with equal weights all neurons of a layer compute the same value and
     *     receive the same gradient, so they stay equal for ever and the layer is worth one neuron
     */
    public Initialization forHiddenLayer() {
        if (this == ZEROS) {
            throw new InvalidSettingException(
                    "initialization",
                    "zeros",
                    "random for hidden layers (auto, xavier-uniform, xavier-normal, he-uniform or he-normal): with equal"
                            + " weights all neurons of a layer receive equal gradients and stay equal for ever");
        }
        return this;
    }

    /**
     * The variance of a weight.
     *
     * @param in values that a neuron receives, at least 1
     * @param out neurons that a value is sent to, at least 1
     * @throws IllegalStateException for {@link #AUTO}, which has to be resolved first
     */
    public double variance(int in, int out) {
        return switch (this) {
            case AUTO -> throw new IllegalStateException("auto has no variance before it is resolved by an activation");
            case XAVIER_UNIFORM, XAVIER_NORMAL -> 2.0 / (in + out);
            case HE_UNIFORM, HE_NORMAL -> 2.0 / in;
            case ZEROS -> 0;
        };
    }
}
