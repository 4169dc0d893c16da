package io.credence.kernels.initialization;

import io.credence.kernels.random.RandomStream;
import java.util.Arrays;

/** What one parameter starts from. */
public sealed interface Initializer {
    /** All zeros, the start of biases. */
    Initializer ZEROS = new Constant(0);

    /** All ones, the start of gains. */
    Initializer ONES = new Constant(1);

    /**
     * Fills {@code values[offset]} to {@code values[offset + size - 1]}.
     *
     * @param stream where random starts are drawn from
     */
    void fill(float[] values, int offset, int size, RandomStream stream);

    /**
     * One value throughout.
     *
     * @param value the value
     */
    record Constant(float value) implements Initializer {
        @Override
        public void fill(float[] values, int offset, int size, RandomStream stream) {
            Arrays.fill(values, offset, offset + size, value);
        }
    }

    /**
     * Independent draws with mean 0 from a normal distribution.
     *
     * @param deviation the standard deviation
     */
    record Normal(double deviation) implements Initializer {
        @Override
        public void fill(float[] values, int offset, int size, RandomStream stream) {
            for (int i = offset; i < offset + size; i++) {
                values[i] = (float) (deviation * stream.nextGaussian());
            }
        }
    }

    /**
     * Independent draws from a uniform distribution about 0.
     *
     * @param bound every value lies from {@code -bound} to {@code bound}
     */
    record Uniform(double bound) implements Initializer {
        @Override
        public void fill(float[] values, int offset, int size, RandomStream stream) {
            for (int i = offset; i < offset + size; i++) {
                values[i] = (float) (bound * (2 * stream.nextFloat() - 1));
            }
        }
    }

    /**
     * The start of a weight matrix.
     *
     * @param choice the distribution, not {@link Initialization#AUTO}
     * @param in values that a neuron receives
     * @param out neurons that a value is sent to
     */
    static Initializer weights(Initialization choice, int in, int out) {
        double variance = choice.variance(in, out);
        return switch (choice) {
            case XAVIER_NORMAL, HE_NORMAL -> new Normal(Math.sqrt(variance));
            case XAVIER_UNIFORM, HE_UNIFORM -> new Uniform(Math.sqrt(3 * variance));
            case ZEROS -> ZEROS;
            case AUTO -> throw new IllegalStateException("auto is no start before it is resolved by an activation");
        };
    }
}
