package io.credence.kernels.embedding;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The learned embeddings of numbers, selected by name. A network then sees each number as a vector, so that its first
 * layer can follow functions of one column that are far from linear. A component that is left out (null) takes its
 * default.
 */
public sealed interface NumericEmbedding extends Serializable {
    /** The maximum number of bins, frequencies or dimensions. More would only cost memory. */
    int MAXIMUM = 512;

    /** Returns the word that selects this embedding in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** Returns the number of values that replace a number. */
    int width();

    /**
     * Adds the embedding of numeric columns to a graph.
     *
     * @param name the name of the result; parameters are named {@code name.bins} and so on
     * @param rows {@code [batch, n]}
     * @param columns the numeric columns
     * @param edges returns the edges of the columns' bins, given the maximum number of bins of a column
     * @return {@code [batch, n + columns (width - 1)]}
     */
    Node addTo(Graph graph, String name, Node rows, NumericColumns columns, IntFunction<BinEdges> edges);

    /** Numbers enter the network as they are. */
    record None() implements NumericEmbedding {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public Node addTo(Graph graph, String name, Node rows, NumericColumns columns, IntFunction<BinEdges> edges) {
            return rows;
        }
    }

    /**
     * Piecewise-linear embeddings beside a linear one ({@link EmbedPiecewise}). Parameters: {@code linear} and {@code
     * bias} {@code [columns, dimensions]}, uniform within 1 / sqrt(dimensions) of 0, and {@code bins} {@code [bins,
     * dimensions]}, 0 at the start, so that an embedding is linear at first. Weight decay applies to the bins only, as
     * in TabM (Gorishniy et al. 2025).
     *
     * @param bins the maximum number of bins of a column, 1 to 512; default 48
     * @param dimensions the length of an embedding, 1 to 512; default 16
     */
    record PiecewiseLinear(Integer bins, Integer dimensions) implements NumericEmbedding {
        /** @throws InvalidSettingException if a setting is out of range */
        public PiecewiseLinear {
            bins = within("bins", bins, 1, 48);
            dimensions = within("dimensions", dimensions, 1, 16);
        }

        @Override
        public int width() {
            return dimensions;
        }

        @Override
        public Node addTo(Graph graph, String name, Node rows, NumericColumns columns, IntFunction<BinEdges> edges) {
            BinEdges all = edges.apply(bins);
            Initializer start = new Initializer.Uniform(1 / Math.sqrt(dimensions));
            Node linear = graph.undecayed(name + ".linear", columns.count(), dimensions, start);
            Node weights = graph.weight(name + ".bins", all.bins(), dimensions, Initializer.ZEROS);
            Node bias = graph.undecayed(name + ".bias", columns.count(), dimensions, start);
            return graph.apply(name, new EmbedPiecewise(columns, all), rows, linear, weights, bias);
        }
    }

    /**
     * Periodic embeddings beside the number itself ({@link EmbedPeriodic}). Parameters: {@code frequencies} {@code
     * [columns, frequencies]}, normal; {@code phases} of the same shape, uniform in a whole turn; {@code weight} {@code
     * [columns * (dimensions - 1), frequencies]} and {@code bias} {@code [columns, dimensions - 1]}, uniform within 1 /
     * sqrt(frequencies) of 0. Weight decay applies to the weights only.
     *
     * @param frequencies the number of waves of a column, 1 to 512; default 16
     * @param dimensions the length of an embedding, 2 to 512; default 4
     * @param deviation the standard deviation of the initial frequencies, in waves per unit of the scaled number, above
     *     0; default 0.1
     */
    record Periodic(Integer frequencies, Integer dimensions, Double deviation) implements NumericEmbedding {
        /** @throws InvalidSettingException if a setting is out of range */
        public Periodic {
            frequencies = within("frequencies", frequencies, 1, 16);
            dimensions = within("dimensions", dimensions, 2, 4);
            deviation = Range.above(0).valueOr("deviation", deviation, 0.1);
        }

        @Override
        public int width() {
            return dimensions;
        }

        @Override
        public Node addTo(Graph graph, String name, Node rows, NumericColumns columns, IntFunction<BinEdges> edges) {
            int count = columns.count();
            Initializer waves = new Initializer.Normal(deviation);
            Initializer start = new Initializer.Uniform(1 / Math.sqrt(frequencies));
            Node all = graph.undecayed(name + ".frequencies", count, frequencies, waves);
            Node phases = graph.undecayed(name + ".phases", count, frequencies, new Initializer.Uniform(Math.PI));
            Node weight = graph.weight(name + ".weight", count * (dimensions - 1), frequencies, start);
            Node bias = graph.undecayed(name + ".bias", count, dimensions - 1, start);
            return graph.apply(name, new EmbedPeriodic(columns), rows, all, phases, weight, bias);
        }
    }

    private static int within(String key, Integer value, int minimum, int defaultValue) {
        int given = Objects.requireNonNullElse(value, defaultValue);
        if (given < minimum || given > MAXIMUM) {
            throw new InvalidSettingException(key, given, "at least " + minimum + " and at most " + MAXIMUM);
        }
        return given;
    }
}
