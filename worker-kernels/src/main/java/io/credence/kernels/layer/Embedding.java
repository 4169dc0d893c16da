package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.embedding.Embed;
import io.credence.kernels.initialization.Initializer;
import java.util.List;

/**
 * Learned embeddings of categorical columns (Guo and Berkhahn 2016): from {@code [batch, numbers + k]}, whose last k
 * columns are category indices, to {@code [batch, numbers + sum of widths]}. Parameters: for the i-th categorical
 * column a table {@code i.table} {@code [categories, width]}. Weight decay does not apply to tables, because a batch
 * uses few of their rows.
 *
 * @param tables one per categorical column, in order
 */
public record Embedding(List<Table> tables) implements Layer {
    /** Small compared with scaled numbers, so that the first layer starts almost as if there were no categories. */
    private static final Initializer START = new Initializer.Normal(0.05);

    /**
     * The embedding table of one categorical column.
     *
     * @param categories the number of categories, at least 1
     * @param width the length of an embedding, at least 1
     */
    public record Table(int categories, int width) {
        /** @throws IllegalArgumentException if a number is out of range */
        public Table {
            if (categories < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "a table has " + categories + " categories of width " + width + "; both must be at least 1");
            }
        }

        /**
         * Returns a table whose width follows a rule of thumb: 1.6 times the fourth root of the number of categories,
         * rounded, and at most half that number.
         */
        public static Table of(int categories) {
            long width = Math.round(1.6 * StrictMath.sqrt(StrictMath.sqrt(categories)));
            return new Table(categories, (int) Math.max(1, Math.min(width, categories / 2)));
        }
    }

    /** Copies the list of tables. */
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
