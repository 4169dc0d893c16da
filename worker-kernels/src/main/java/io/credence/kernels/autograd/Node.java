package io.credence.kernels.autograd;

import java.util.List;

/** One value in a graph: given from outside, a parameter, or the result of an operation on other nodes. */
public final class Node {
    public enum Role {
        INPUT,
        PARAMETER,
        STATE,
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

    /** The name, unique within the graph. */
    public String name() {
        return name;
    }

    /** The shape of the value. */
    public Shape shape() {
        return shape;
    }

    /** What computes the value; null for inputs, parameters and state. */
    public Operation operation() {
        return operation;
    }

    /** What the value is computed from; empty for inputs, parameters and state. */
    public List<Node> inputs() {
        return inputs;
    }

    public int index() {
        return index;
    }

    public Role role() {
        return role;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
