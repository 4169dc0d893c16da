package io.credence.kernels.autograd;

import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where each parameter of a network stands in the one array that holds them all: first the trained parameters in the order in which they
 * were added to the graph, then the state that training keeps but gradients do not reach (running statistics).
 *
 * @param entries the parameters in the order of the array, without gaps
 */
public record ParameterLayout(List<Entry> entries) {
    /**
     * One named parameter.
     *
     * @param name such as {@code hidden.0.weight}
     * @param rows its rows
     * @param columns its columns
     * @param offset where it begins in the array; it is stored by rows without gaps
     * @param trained whether gradients reach it; otherwise it is state
     * @param decays whether weight decay applies; never to biases, gains and state
     * @param initializer what it starts from
     */
    public record Entry(
            String name, int rows, int columns, int offset, boolean trained, boolean decays, Initializer initializer) {
        /** The number of values. */
        public int size() {
            return rows * columns;
        }

        /** Where the next entry begins. */
        public int end() {
            return offset + size();
        }
    }

    public ParameterLayout {
        entries = List.copyOf(entries);
    }

    /** All values, trained and state: the length of the parameter array, and of the gradient array. */
    public int size() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    }

    /** The trained values, which come first. */
    public int trained() {
        return entries.stream().filter(Entry::trained).mapToInt(Entry::size).sum();
    }

    /** The parameter of a name, if there is one. */
    public Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** @throws IllegalArgumentException if there is no parameter of that name */
    public Entry entry(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no parameter " + name + "; there are "
                        + entries.stream().map(Entry::name).toList()));
    }

    /**
     * A new array with every parameter's start.
     *
     * @param seed the member's seed; every parameter draws from a stream of its own
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
     * The maximal ranges of the array that weight decay applies to, as alternating starts (inclusive) and ends (exclusive), in
     * increasing order.
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
