package io.credence.kernels.autograd;

import io.credence.kernels.initialization.Initializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A function described as nodes: inputs, parameters, and the results of operations on other nodes. Nodes are added
 * after the nodes they use, so the order of addition is a topological order. Shapes are checked on addition, with an
 * error that names the node. The graph itself computes nothing. A {@link io.credence.kernels.plan.Plan} runs it for a
 * given number of rows; an {@link Interpreter} shows how. For example, f(x, y, z) = (x + y) z at (-2, 5, -4):
 *
 * <pre>{@code
 * Graph graph = new Graph();
 * Node x = graph.input("x", Shape.batchOf(1));
 * Node y = graph.input("y", Shape.batchOf(1));
 * Node z = graph.input("z", Shape.batchOf(1));
 * Node sum = graph.apply("sum", new Add(), x, y);
 * Node product = graph.apply("product", new Multiply(), sum, z);
 *
 * Plan plan = Plan.training(graph, 1, product)
 *         .gradientOf(x)
 *         .gradientOf(y)
 *         .gradientOf(z)
 *         .compile(new float[0], new float[0]);
 * set(plan.value(x), -2);
 * set(plan.value(y), 5);
 * set(plan.value(z), -4);
 *
 * plan.forward();
 * plan.lossSum();             // -12
 * plan.backward(1, 0, GradientListener.NONE);
 * get(plan.gradient(x));      // -4: the sum passes on its own gradient, which is z
 * get(plan.gradient(y));      // -4
 * get(plan.gradient(z));      // 3: the other factor of the product, x + y
 * }</pre>
 *
 * <p>Forward computes the sum, 3, then the product, -12. Backward visits them in reverse, and each multiplies the
 * gradient of its output by its own derivatives. The product's gradient is 1: it sends z = -4 to the sum and 3 to z;
 * the sum sends -4 to x and to y. If a value is used twice, its gradients are added.
 */
public final class Graph {
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<ParameterLayout.Entry> parameters = new ArrayList<>();
    private final List<Node> penalties = new ArrayList<>();
    private int streams;

    /** Adds an input: a value that the caller provides before every forward pass. */
    public Node input(String name, Shape shape) {
        return add(name, Node.Role.INPUT, shape, null, List.of());
    }

    /**
     * Adds a trained matrix {@code [rows, columns]} to which weight decay applies.
     *
     * @param start the initial values
     */
    public Node weight(String name, int rows, int columns, Initializer start) {
        return parameter(name, rows, columns, true, true, start);
    }

    /** Adds a trained row {@code [1, columns]} without weight decay: a bias or a gain. */
    public Node vector(String name, int columns, Initializer start) {
        return parameter(name, 1, columns, true, false, start);
    }

    /** Adds a trained matrix {@code [rows, columns]} without weight decay. */
    public Node undecayed(String name, int rows, int columns, Initializer start) {
        return parameter(name, rows, columns, true, false, start);
    }

    /** Adds a row {@code [1, columns]} that training updates without gradients: a running statistic. */
    public Node state(String name, int columns, Initializer start) {
        return parameter(name, 1, columns, false, false, start);
    }

    private Node parameter(String name, int rows, int columns, boolean trained, boolean decays, Initializer start) {
        if (rows < 1 || columns < 1) {
            throw new ShapeException(
                    "node " + name + " has shape [" + rows + ", " + columns + "]; both sizes must be at least 1");
        }
        Node.Role role = trained ? Node.Role.PARAMETER : Node.Role.STATE;
        Node node = add(name, role, Shape.fixed(rows, columns), null, List.of());
        parameters.add(new ParameterLayout.Entry(name, rows, columns, 0, trained, decays, start));
        return node;
    }

    /**
     * Adds the result of an operation on other nodes of this graph.
     *
     * @throws ShapeException if the operation does not accept the inputs' shapes
     * @throws IllegalArgumentException if the name is taken or an input belongs to another graph
     */
    public Node apply(String name, Operation operation, Node... inputs) {
        List<Node> arguments = List.of(inputs);
        for (Node input : arguments) {
            if (!contains(input)) {
                throw new IllegalArgumentException(
                        "node " + name + " uses " + input.name() + "; it must use nodes of its own graph");
            }
        }
        Shape shape = operation.shape(new InputShapes(name, arguments));
        return add(name, Node.Role.RESULT, shape, operation, arguments);
    }

    /**
     * Adds a scalar to the objective that training minimises, in addition to the rows' loss: for example, the
     * divergence of a variational layer.
     *
     * @param scalar a node of shape {@code [1, 1]}
     * @throws ShapeException if it has another shape
     * @throws IllegalArgumentException if it belongs to another graph
     */
    public void penalize(Node scalar) {
        requireOwn(scalar);
        if (!scalar.shape().equals(Shape.fixed(1, 1))) {
            throw new ShapeException(
                    "penalty " + scalar.name() + " has shape " + scalar.shape() + "; it must be [1, 1]");
        }
        penalties.add(scalar);
    }

    /** Returns a number that identifies the random draws of one layer: 0 at the first call, then 1, and so on. */
    public int nextStream() {
        return streams++;
    }

    /** Returns the number of values of all parameters so far, which may exceed the length of an array. */
    public long parameterCount() {
        return parameters.stream()
                .mapToLong(entry -> (long) entry.rows() * entry.columns())
                .sum();
    }

    /**
     * Returns the position of each parameter in the array of all parameters.
     *
     * @throws IllegalStateException if they do not fit in an array
     */
    public ParameterLayout layout() {
        if (parameterCount() > Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    "the graph has " + parameterCount() + " parameters; they must fit in an array");
        }
        List<ParameterLayout.Entry> ordered = new ArrayList<>();
        int offset = 0;
        for (boolean trained : new boolean[] {true, false}) {
            for (ParameterLayout.Entry entry : parameters) {
                if (entry.trained() == trained) {
                    ordered.add(new ParameterLayout.Entry(
                            entry.name(),
                            entry.rows(),
                            entry.columns(),
                            offset,
                            trained,
                            entry.decays(),
                            entry.initializer()));
                    offset += entry.size();
                }
            }
        }
        return new ParameterLayout(ordered);
    }

    /** Returns all nodes, each after the nodes it uses. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** Marks the given nodes and everything that they depend on. The result is indexed by {@link Node#index()}. */
    public boolean[] dependencies(Collection<Node> outputs) {
        boolean[] needed = new boolean[nodes.size()];
        outputs.forEach(node -> needed[node.index()] = true);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (needed[i]) {
                nodes.get(i).inputs().forEach(input -> needed[input.index()] = true);
            }
        }
        return needed;
    }

    /** Returns the scalars that training minimises in addition to the loss. */
    public List<Node> penalties() {
        return List.copyOf(penalties);
    }

    private boolean contains(Node node) {
        return node.index() < nodes.size() && nodes.get(node.index()) == node;
    }

    /**
     * Checks that a node belongs to this graph; by its index alone, it would be mistaken for another node.
     *
     * @throws IllegalArgumentException if it belongs to another graph
     */
    public void requireOwn(Node node) {
        if (!contains(node)) {
            throw new IllegalArgumentException(
                    "node " + node.name() + " belongs to another graph; it must be one of this graph's");
        }
    }

    private Node add(String name, Node.Role role, Shape shape, Operation operation, List<Node> inputs) {
        if (!names.add(name)) {
            throw new IllegalArgumentException(
                    "node name " + name + " is used twice; it must be unique within the graph");
        }
        Node node = new Node(nodes.size(), name, role, shape, operation, inputs);
        nodes.add(node);
        return node;
    }
}
