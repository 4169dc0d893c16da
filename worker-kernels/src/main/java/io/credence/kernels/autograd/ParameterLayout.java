package io.credence.kernels.autograd;

import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The position of each parameter of a network in one array. The trained parameters come first, in the order of their
 * addition to the graph. Then follows the state that training updates without gradients (running statistics).
 *
 * @param entries the parameters in the order of the array, without gaps
 */
public record ParameterLayout(List<Entry> entries) {
    /**
     * One named parameter.
     *
     * @param name the name, such as {@code hidden.0.weight}
     * @param rows the number of rows
     * @param columns the number of columns
     * @param offset its start in the array, in which it is stored by rows without gaps
     * @param trained whether it is trained by gradients; otherwise it is state
     * @param decays whether weight decay applies; never for biases, gains and state
     * @param initializer its initial values
     */
    public record Entry(
            String name, int rows, int columns, int offset, boolean trained, boolean decays, Initializer initializer) {
        /** Returns the number of values. */
        public int size() {
            return rows * columns;
        }

        /** Returns the start of the next entry. */
        public int end() {
            return offset + size();
        }
    }

    /** Copies the list of entries. */
    public ParameterLayout {
        entries = List.copyOf(entries);
    }

    /**
     * Returns the total number of values, trained and state: the length of both the parameter and the gradient array.
     */
    public int size() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    }

    /** Returns the number of trained values, which come first. */
    public int trained() {
        return entries.stream().filter(Entry::trained).mapToInt(Entry::size).sum();
    }

    /** Returns the parameter with a name, if it exists. */
    public Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /**
     * Returns the parameter with a name.
     *
     * @throws IllegalArgumentException if it does not exist
     */
    public Entry entry(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("parameter " + name + " does not exist; it must be one of "
                                + entries.stream().map(Entry::name).toList()));
    }

    /**
     * Returns a new array with the initial values of all parameters.
     *
     * @param seed the member's seed; every parameter has its own random stream
     */
    public float[] initialize(long seed) {
        float[] parameters = new float[size()];
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            RandomStream stream = new RandomStream(seed, Purpose.INITIALIZATION, i);
            entry.initializer().fill(parameters, entry.offset(), entry.size(), stream);
        }
        return parameters;
    }

    /**
     * Returns the maximal ranges of the array to which weight decay applies, as alternating starts (inclusive) and
     * ends (exclusive) in increasing order.
     */
    public int[] decayedRanges() {
        List<Integer> bounds = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.decays()) {
                continue;
            }
            int last = bounds.size() - 1;
            if (last >= 0 && bounds.get(last) == entry.offset()) {
                bounds.set(last, entry.end());
            } else {
                bounds.add(entry.offset());
                bounds.add(entry.end());
            }
        }
        return bounds.stream().mapToInt(Integer::intValue).toArray();
    }
}
