package io.credence.kernels.autograd;

import java.util.List;

/** The shapes that an operation is applied to, with the checks that operations have in common. */
public final class InputShapes {
    private final String node;
    private final List<Node> inputs;

    InputShapes(String node, List<Node> inputs) {
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

    public InputShapes requireCount(int count) {
        if (inputs.size() != count) {
            throw new ShapeException("node " + node + " has " + inputs.size() + " inputs; it must have " + count);
        }
        return this;
    }

    public InputShapes require(int input, boolean met, String allowed) {
        if (!met) {
            throw new ShapeException("node " + node + ": input " + input + " ("
                    + inputs.get(input).name() + ") has shape " + shape(input) + "; it must be " + allowed);
        }
        return this;
    }

    public InputShapes requireBatch(int input) {
        return require(input, shape(input).isBatch(), "a value per row of the batch");
    }

    public InputShapes requireBatchOf(int input, int columns) {
        return require(input, shape(input).isBatch() && shape(input).columns() == columns, "[batch, " + columns + "]");
    }

    public InputShapes requireFixed(int input, int rows, int columns) {
        boolean met = shape(input).rows() == rows && shape(input).columns() == columns;
        return require(input, met, "[" + rows + ", " + columns + "]");
    }

    public InputShapes requireSame(int input, int as) {
        boolean met = shape(input).rows() == shape(as).rows()
                && shape(input).columns() == shape(as).columns();
        return require(input, met, "of the shape of input " + as + ", " + shape(as));
    }
}
