package io.credence.kernels.graph;

import java.util.List;

/** The shapes that an operation is applied to, with the checks that operations have in common. */
public final class Arguments {
    private final String node;
    private final List<Node> inputs;

    Arguments(String node, List<Node> inputs) {
        this.node = node;
        this.inputs = inputs;
    }

    /** The shape of one input. */
    public Shape shape(int input) {
        return inputs.get(input).shape();
    }

    /** The number of inputs. */
    public int count() {
        return inputs.size();
    }

    Arguments requireCount(int count) {
        if (inputs.size() != count) {
            throw new ShapeException("node " + node + " has " + inputs.size() + " inputs; it must have " + count);
        }
        return this;
    }

    Arguments require(int input, boolean met, String allowed) {
        if (!met) {
            throw new ShapeException("node " + node + ": input " + input + " ("
                    + inputs.get(input).name() + ") has shape " + shape(input) + "; it must be " + allowed);
        }
        return this;
    }

    Arguments requireBatch(int input) {
        return require(input, shape(input).isBatch(), "a value per row of the batch");
    }

    Arguments requireBatchOf(int input, int columns) {
        return require(input, shape(input).isBatch() && shape(input).columns() == columns, "[batch, " + columns + "]");
    }

    Arguments requireFixed(int input, int rows, int columns) {
        boolean met = shape(input).rows() == rows && shape(input).columns() == columns;
        return require(input, met, "[" + rows + ", " + columns + "]");
    }

    Arguments requireSame(int input, int as) {
        boolean met = shape(input).rows() == shape(as).rows()
                && shape(input).columns() == shape(as).columns();
        return require(input, met, "of the shape of input " + as + ", " + shape(as));
    }
}
