package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Embed;
import java.util.List;

/**
 * Trained vectors for categorical columns (Guo and Berkhahn 2016): from {@code [batch, numbers + k]}, whose last k columns are indices of
 * categories, to {@code [batch, numbers + sum of widths]}. Parameters: for the i-th categorical column a table {@code i.table} of {@code
 * [categories, width]}, which weight decay leaves alone since a batch touches few of its rows.
 *
 * @param tables one for each categorical column, in their order
 */
public record Embedding(List<Table> tables) implements Layer {
    /** Small beside scaled numbers, so that the first layer starts as if there were no categories. */
    private static final Initializer START = new Initializer.Normal(0.05);

    /**
     * One categorical column.
     *
     * @param categories its number of categories, at least 1
     * @param width the length of a category's vector, at least 1
     */
    public record Table(int categories, int width) {
        public Table {
            if (categories < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "a table has " + categories + " categories of width " + width + "; both must be at least 1");
            }
        }

        /** The width that a rule of thumb has for a number of categories: its fourth root times 1.6, rounded, at most half of it. */
        public static Table of(int categories) {
            long width = Math.round(1.6 * StrictMath.sqrt(StrictMath.sqrt(categories)));
            return new Table(categories, (int) Math.max(1, Math.min(width, categories / 2)));
        }
    }

    public Embedding {
        tables = List.copyOf(tables);
    }

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        Node[] inputs = new Node[tables.size() + 1];
        inputs[0] = input;
        for (int i = 0; i < tables.size(); i++) {
            Table table = tables.get(i);
            inputs[i + 1] = graph.undecayed(name + "." + i + ".table", table.categories(), table.width(), START);
        }
        return graph.apply(name, new Embed(input.shape().columns() - tables.size()), inputs);
    }
}
