package io.credence.kernels.autograd;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.product.Gemm;
import java.util.Arrays;
import java.util.List;

/**
 * Back-propagation in its plainest form. It is the definition: a {@code Plan} computes the same bits.
 *
 * <p>A graph composes simple functions, and the chain rule determines how a change of any value in it changes the loss.
 * Forward computes every value from the values before it. Backward starts at the loss and visits the operations in
 * reverse. When an operation's turn comes, every user of its output has been visited, so the gradient of that output is
 * complete. The operation's own derivative turns it into a gradient for each input. A value with several users receives
 * a gradient from each; their sum is its gradient. One such pass yields the gradients of all parameters for the cost of
 * about two forward passes (Baydin et al. 2018). Every value, gradient and workspace has its own array here; a plan
 * shares memory among them.
 */
public final class Interpreter {
    private final Graph graph;
    private final int rows;
    private final Draws draws;
    private final List<Node> nodes;
    private final Matrix[] values;
    /** The gradient of each node, or null until one reaches it; for a running statistic, the batch's statistic. */
    private final Matrix[] gradients;
    /** The operation of each computed node, with its own memory; null for all other nodes. */
    private final Frame[] frames;

    /**
     * Prepares to run a graph on batches of {@code rows} rows.
     *
     * @param parameters the parameters in the order of {@link Graph#layout()}; read in every pass
     * @param outputs the nodes to compute; their dependencies are computed too
     */
    public Interpreter(Graph graph, int rows, Mode mode, long seed, float[] parameters, List<Node> outputs) {
        this.graph = graph;
        this.rows = rows;
        this.draws = new Draws(seed);
        this.nodes = graph.nodes();
        this.values = new Matrix[nodes.size()];
        this.gradients = new Matrix[nodes.size()];
        this.frames = new Frame[nodes.size()];
        Frame.Shared shared = new Frame.Shared(mode, draws, new Gemm());
        boolean[] needed = graph.dependencies(outputs);
        for (Node node : nodes) {
            values[node.index()] = graph.layout()
                    .find(node.name())
                    .map(entry -> Matrix.dense(parameters, entry.offset(), entry.rows(), entry.columns()))
                    .orElseGet(() -> zeros(node));
            gradients[node.index()] = node.role() == Node.Role.STATE ? zeros(node) : null;
            boolean computed = node.role() == Node.Role.RESULT && needed[node.index()];
            frames[node.index()] = computed ? frame(node, shared) : null;
        }
    }

    private Frame frame(Node node, Frame.Shared shared) {
        Frame.Slot[] inputs = node.inputs().stream()
                .map(input -> new Frame.Slot(
                        input.shape(),
                        values[input.index()],
                        input.role() == Node.Role.STATE ? gradients[input.index()] : zeros(input)))
                .toArray(Frame.Slot[]::new);
        Frame.Slot output = new Frame.Slot(node.shape(), values[node.index()], zeros(node));
        List<Shape> shapes = node.inputs().stream().map(Node::shape).toList();
        Matrix[] workspaces = node.operation().workspaces(shapes, rows, shared.mode()).stream()
                .map(workspace -> Matrix.zeros(workspace.rows(), workspace.columns()))
                .toArray(Matrix[]::new);
        return new Frame(node.operation(), shared, inputs, output, workspaces);
    }

    private Matrix zeros(Node node) {
        return Matrix.zeros(node.shape().rowsIn(rows), node.shape().columns());
    }

    /** Returns the value of a node. The caller writes the values of inputs before {@link #forward}. */
    public Matrix value(Node node) {
        graph.requireOwn(node);
        return values[node.index()];
    }

    /**
     * Returns the gradient of an input or a parameter after {@link #backward}: zeros if the loss does not depend on
     * it. For a running statistic, returns the batch's statistic, weighted by the batch's fraction of all rows.
     */
    public Matrix gradient(Node node) {
        graph.requireOwn(node);
        return gradients[node.index()] == null ? zeros(node) : gradients[node.index()];
    }

    /** Computes all values in topological order, which is the order of the nodes; see {@code Plan.forward}. */
    public void forward(long[] rowKeys, int draw) {
        draws.select(rowKeys, draw);
        for (Node node : nodes) {
            if (node.role() == Node.Role.STATE) {
                // The operation that uses it, if any, overwrites it with the batch's statistic.
                Elementwise.copy(gradients[node.index()], values[node.index()]);
            }
        }
        Arrays.stream(frames).filter(frame -> frame != null).forEach(Frame::forward);
    }

    /** Computes the gradient of {@code seed * sum(loss) + penaltyWeight * sum(penalties)}, once per forward pass. */
    public void backward(Node loss, float seed, float penaltyWeight) {
        for (Node node : nodes) {
            if (node.role() == Node.Role.STATE) {
                Elementwise.scale(gradients[node.index()], gradients[node.index()], seed * rows);
            } else {
                gradients[node.index()] = null;
            }
        }
        start(loss, seed);
        graph.penalties().forEach(penalty -> start(penalty, penaltyWeight));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (frames[i] != null && gradients[i] != null) {
                backward(nodes.get(i), frames[i]);
            }
        }
    }

    private void backward(Node node, Frame frame) {
        Elementwise.copy(frame.outputGradient(), gradients[node.index()]); // a copy that the operation may overwrite
        frame.backwardToParameters();
        frame.backward();
        for (int k = 0; k < node.inputs().size(); k++) {
            if (node.operation().isDifferentiable(k)) {
                accumulate(node.inputs().get(k), frame.gradient(k));
            }
        }
    }

    private void start(Node node, float weight) {
        gradients[node.index()] = zeros(node);
        Elementwise.fill(gradients[node.index()], weight);
    }

    /** Adds the contribution of one user of a value to the gradient that earlier users have left. */
    private void accumulate(Node value, Matrix contribution) {
        Matrix sum = gradients[value.index()];
        if (sum == null) {
            gradients[value.index()] = contribution;
        } else {
            gradients[value.index()] = zeros(value);
            Elementwise.add(gradients[value.index()], sum, contribution);
        }
    }
}
