package io.credence.kernels.autograd;

import java.util.List;

/** One value in a graph: an input, a parameter, state, or the result of an operation on other nodes. */
public final class Node {
    /** The origin of a value. */
    public enum Role {
        /** Provided by the caller before every forward pass. */
        INPUT,
        /** Trained. */
        PARAMETER,
        /** Updated by training, but without gradients: a running statistic. */
        STATE,
        /** Computed from other nodes. */
        RESULT
    }

    private final int index;
    private final String name;
    private final Role role;
    private final Shape shape;
    private final Operation operation;
    private final List<Node> inputs;

    Node(int index, String name, Role role, Shape shape, Operation operation, List<Node> inputs) {
        this.index = index;
        this.name = name;
        this.role = role;
        this.shape = shape;
        this.operation = operation;
        this.inputs = inputs;
    }

    /** Returns the name, unique within the graph. */
    public String name() {
        return name;
    }

    /** Returns the shape of the value. */
    public Shape shape() {
        return shape;
    }

    /** Returns the operation that computes the value; null for inputs, parameters and state. */
    public Operation operation() {
        return operation;
    }

    /** Returns the nodes from which the value is computed; empty for inputs, parameters and state. */
    public List<Node> inputs() {
        return inputs;
    }

    /** Returns the position in the topological order of the graph. */
    public int index() {
        return index;
    }

    /** Returns the origin of the value. */
    public Role role() {
        return role;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
