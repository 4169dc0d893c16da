package io.credence.kernels.plan;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph compiled for batches of a fixed number of rows: an order of operations, one array for all intermediate
 * values, and views into it. A plan computes the same bits as {@link io.credence.kernels.autograd.Interpreter}, which
 * defines back-propagation, but its passes allocate nothing.
 *
 * <p>The gradient array has the parameters' layout. Running statistics have no gradient; their part of the array
 * receives the batch's statistics, weighted by the batch's fraction of all rows, so that the sum over the slices of a
 * batch is the mean over slices. A slice without statistics contributes the running ones. A plan does the same for
 * statistics that it does not use.
 *
 * <p>A plan serves one thread at a time.
 */
public final class Plan {
    private final PlanBuilder request;
    private final Draws draws;
    private final ForwardPass forward;
    private final BackwardPass backward;
    private final Matrix[] values;
    private final Matrix[] gradients;
    private final GradientArray gradientArray;
    private final Matrix[] penaltyGradients;

    Plan(
            PlanBuilder request,
            Draws draws,
            ForwardPass forward,
            BackwardPass backward,
            Matrix[] values,
            Matrix[] gradients,
            GradientArray gradientArray) {
        this.request = request;
        this.draws = draws;
        this.forward = forward;
        this.backward = backward;
        this.values = values;
        this.gradients = gradients;
        this.gradientArray = gradientArray;
        this.penaltyGradients = request.graph.penalties().stream()
                .map(node -> gradients[node.index()])
                .filter(view -> view != null)
                .toArray(Matrix[]::new);
    }

    /**
     * Creates the builder of a plan for training.
     *
     * @param rows the rows of a batch, at least 1
     * @param loss a node with one value per row, {@code [batch, 1]}, whose sum is minimised
     */
    public static PlanBuilder training(Graph graph, int rows, Node loss) {
        return new PlanBuilder(graph, rows, Mode.TRAINING, loss);
    }

    /**
     * Creates the builder of a plan for prediction only.
     *
     * @param rows the rows of a batch, at least 1
     * @param output the node to compute
     */
    public static PlanBuilder inference(Graph graph, int rows, Node output) {
        return new PlanBuilder(graph, rows, Mode.INFERENCE, null).keep(output);
    }

    /**
     * Creates the builder of a plan for prediction with random dropout and weight noise.
     *
     * @param rows the rows of a batch, at least 1
     * @param output the node to compute
     */
    public static PlanBuilder stochasticInference(Graph graph, int rows, Node output) {
        return new PlanBuilder(graph, rows, Mode.STOCHASTIC_INFERENCE, null).keep(output);
    }

    /** Returns the number of rows of a batch. */
    public int rows() {
        return request.rows;
    }

    /** Returns the length of the gradient array that the plan writes to. */
    int size() {
        return gradientArray.size();
    }

    /** Returns the synchronised operations, in the order of the forward pass. */
    List<Frame> forwardStops() {
        return forward.stops();
    }

    /** Returns the synchronised operations, in the order of the backward pass. */
    List<Frame> backwardStops() {
        return backward.stops();
    }

    /**
     * Returns the value of an input, to be written before {@link #forward}, or of a kept node, to be read after it.
     */
    public Matrix value(Node node) {
        request.graph.requireOwn(node);
        Matrix value = values[node.index()];
        if (value == null || (node.role() == Node.Role.RESULT && !request.kept.contains(node))) {
            throw new IllegalArgumentException(
                    "node " + node.name() + " is not kept by this plan; request it with keep(node)");
        }
        return value;
    }

    /**
     * Returns the gradient of an input that {@link PlanBuilder#gradientOf} requested, to be read after {@link
     * #backward}.
     */
    public Matrix gradient(Node input) {
        request.graph.requireOwn(input);
        if (!request.gradientInputs.contains(input) || gradients[input.index()] == null) {
            throw new IllegalArgumentException(
                    "node " + input.name() + " has no gradient in this plan; request it with gradientOf(node)");
        }
        return gradients[input.index()];
    }

    /** Computes every kept value from the inputs, for a graph without random draws. */
    public void forward() {
        forward(null, 0);
    }

    /**
     * Computes every kept value from the inputs.
     *
     * @param rowKeys the key of each row's random draws; may be null if nothing is drawn
     * @param draw the number of the draw: the training step, or the number of the pass at inference
     */
    public void forward(long[] rowKeys, int draw) {
        Frame stopped = beginForward(rowKeys, draw);
        while (stopped != null) {
            stopped = resumeForward(request.rows);
        }
    }

    /** Starts a forward pass; returns the operation that it stops halfway through, or null at the end of the pass. */
    Frame beginForward(long[] rowKeys, int draw) {
        draws.select(rowKeys, draw);
        return forward.begin();
    }

    /**
     * Continues the forward pass from its last stop.
     *
     * @param batchRows the rows that the statistics of the stopped operation describe
     */
    Frame resumeForward(int batchRows) {
        return forward.resume(batchRows);
    }

    /**
     * Computes the gradient of {@code seed * sum(loss) + penaltyWeight * sum(penalties)}. It consumes what {@link
     * #forward} kept, so it can run once after each forward pass.
     *
     * @param seed the weight of each row's loss: 1 / rows of the whole batch
     * @param penaltyWeight the weight of the graph's penalties
     * @param listener notified as pieces of the gradient become final
     */
    public void backward(float seed, float penaltyWeight, GradientListener listener) {
        Frame stopped = beginBackward(seed, penaltyWeight, listener);
        while (stopped != null) {
            stopped = resumeBackward();
        }
    }

    /** Starts a backward pass; returns the operation that it stops halfway through, or null at the end of the pass. */
    Frame beginBackward(float seed, float penaltyWeight, GradientListener listener) {
        Matrix lossGradient = gradients[request.loss.index()];
        if (lossGradient != null) {
            Elementwise.fill(lossGradient, seed);
        }
        for (Matrix penaltyGradient : penaltyGradients) {
            Elementwise.fill(penaltyGradient, penaltyWeight);
        }
        gradientArray.complete(seed * request.rows);
        return backward.begin(listener);
    }

    /** Continues the backward pass from its last stop. */
    Frame resumeBackward() {
        return backward.resume();
    }

    /**
     * Returns the fraction of units that are 0 on every row of the batch (for images, the fraction of channels that are
     * 0 at every pixel), for each node with a ReLU. Call it between {@link #forward} and {@link #backward}, and only in
     * an occasional step: it allocates, and reads every such node once.
     */
    public Map<String, Double> deadUnits() {
        Map<String, Double> fractions = new LinkedHashMap<>();
        for (Node node : request.graph.nodes()) {
            Matrix value = values[node.index()];
            if (value != null && gradients[node.index()] != null && DeadUnits.isRectified(node.operation())) {
                fractions.put(node.name(), DeadUnits.fraction(node, value));
            }
        }
        return fractions;
    }

    /** Returns the sum of the rows' losses after {@link #forward}, added in the order of the rows. */
    public double lossSum() {
        return sum(values[request.loss.index()]);
    }

    /** Returns the graph's penalties after {@link #forward}, by the names of their nodes. */
    public Map<String, Double> penalties() {
        Map<String, Double> penalties = new LinkedHashMap<>();
        for (Node penalty : request.graph.penalties()) {
            penalties.put(penalty.name(), sum(values[penalty.index()]));
        }
        return penalties;
    }

    private static double sum(Matrix matrix) {
        double total = 0;
        int size = matrix.rows() * matrix.columns();
        for (int i = 0; i < size; i++) {
            total += matrix.data()[matrix.offset() + i];
        }
        return total;
    }
}
