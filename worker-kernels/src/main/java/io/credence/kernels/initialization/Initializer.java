package io.credence.kernels.initialization;

import io.credence.kernels.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/** The initial values of one parameter. */
public sealed interface Initializer {
    /** All zeros, for biases. */
    Initializer ZEROS = new Constant(0);

    /** All ones, for gains. */
    Initializer ONES = new Constant(1);

    /**
     * Fills {@code values[offset]} to {@code values[offset + size - 1]}.
     *
     * @param stream the source of random values
     */
    void fill(float[] values, int offset, int size, RandomStream stream);

    /**
     * The same value for all elements.
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
     * Independent draws from a normal distribution with mean 0.
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
     * Draws from a normal distribution with mean 0, each repeated for a group of neighbours.
     *
     * @param deviation the standard deviation
     * @param lengths the number of values in each group; the groups follow each other, and start again at the end
     */
    record NormalByGroup(double deviation, List<Integer> lengths) implements Initializer {
        /** @throws IllegalArgumentException if there is no group, or one has no values */
        public NormalByGroup {
            lengths = List.copyOf(lengths);
            if (lengths.isEmpty() || lengths.stream().anyMatch(length -> length < 1)) {
                throw new IllegalArgumentException(
                        "the lengths of groups are " + lengths + "; there must be at least 1, each of at least 1");
            }
        }

        @Override
        public void fill(float[] values, int offset, int size, RandomStream stream) {
            int group = 0;
            for (int i = offset; i < offset + size; group = (group + 1) % lengths.size()) {
                int end = Math.min(offset + size, i + lengths.get(group));
                Arrays.fill(values, i, end, (float) (deviation * stream.nextGaussian()));
                i = end;
            }
        }
    }

    /**
     * Independent draws from a uniform distribution centred at 0.
     *
     * @param bound the maximum magnitude: values lie between {@code -bound} and {@code bound}
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
     * Returns the initial values of a weight matrix.
     *
     * @param choice the distribution, not {@link Initialization#AUTO}
     * @param in the number of inputs of a neuron
     * @param out the number of neurons that receive each input
     */
    static Initializer weights(Initialization choice, int in, int out) {
        double variance = choice.variance(in, out);
        return switch (choice) {
            case XAVIER_NORMAL, HE_NORMAL -> new Normal(Math.sqrt(variance));
            case XAVIER_UNIFORM, HE_UNIFORM -> new Uniform(Math.sqrt(3 * variance));
            case ZEROS -> ZEROS;
            case AUTO -> throw new IllegalStateException("auto has no distribution until an activation resolves it");
        };
    }
}
