package io.credence.kernels.autograd;

import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of an operation's inputs, with checks that operations have in common. A check that fails throws a {@link
 * ShapeException}.
 */
public final class InputShapes {
    private final String node;
    private final List<Node> inputs;

    InputShapes(String node, List<Node> inputs) {
        this.node = node;
        this.inputs = inputs;
    }

    /**
     * Returns the inputs of one of several packed members, each of which has an equal range of the rows of every input.
     *
     * @param members the number of members; a fixed number of rows must be a multiple of it
     */
    public InputShapes ofMember(int members) {
        List<Node> own = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Node input = inputs.get(i);
            Shape all = input.shape();
            require(i, all.isBatch() || all.rows() % members == 0, "of a multiple of " + members + " rows");
            Shape shape = all.isBatch() ? all : Shape.fixed(all.rows() / members, all.columns());
            own.add(new Node(input.index(), input.name(), input.role(), shape, input.operation(), input.inputs()));
        }
        return new InputShapes(node, own);
    }

    /** Returns the shape of one input. */
    public Shape shape(int input) {
        return inputs.get(input).shape();
    }

    /** Returns the number of inputs. */
    public int count() {
        return inputs.size();
    }

    /** Checks the number of inputs. */
    public InputShapes requireCount(int count) {
        if (inputs.size() != count) {
            throw new ShapeException("node " + node + " has " + inputs.size() + " inputs; it must have " + count);
        }
        return this;
    }

    /** Checks a condition on an input's shape; {@code allowed} completes the sentence "it must be". */
    public InputShapes require(int input, boolean met, String allowed) {
        if (!met) {
            throw new ShapeException("node " + node + ": input " + input + " ("
                    + inputs.get(input).name() + ") has shape " + shape(input) + "; it must be " + allowed);
        }
        return this;
    }

    /** Checks that an input has one row for each row of the batch. */
    public InputShapes requireBatch(int input) {
        return require(input, shape(input).isBatch(), "one row for each row of the batch");
    }

    /** Checks that an input has the shape {@code [batch, columns]}. */
    public InputShapes requireBatchOf(int input, int columns) {
        return require(input, shape(input).isBatch() && shape(input).columns() == columns, "[batch, " + columns + "]");
    }

    /** Checks that an input has the shape {@code [rows, columns]}. */
    public InputShapes requireFixed(int input, int rows, int columns) {
        boolean met = shape(input).rows() == rows && shape(input).columns() == columns;
        return require(input, met, "[" + rows + ", " + columns + "]");
    }

    /** Checks that an input has the shape of another input. */
    public InputShapes requireSame(int input, int other) {
        boolean met = shape(input).rows() == shape(other).rows()
                && shape(input).columns() == shape(other).columns();
        return require(input, met, "of the shape of input " + other + ", " + shape(other));
    }
}
