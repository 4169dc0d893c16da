package io.credence.kernels.plan;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.SynchronizedOperation;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.Convolve;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A graph compiled for a number of rows: an order of operations, one array that holds every value in between, and views into it. Forward
 * runs the operations in topological order; backward runs them in reverse, once each, and adds up the gradients of values that are used
 * more than once. A pass allocates nothing.
 *
 * <p>The gradient array has the parameters' layout. For running statistics, which have no gradient, it receives the batch's statistics,
 * weighted by the batch's share of all rows; summed over the slices of a batch like any gradient, they become the mean over slices. A slice
 * that has nothing to say about them gives the running ones, which the mean then stays nearer to; so does a plan about statistics that it does not use.
 *
 * <p>A plan serves one thread at a time.
 */
public final class Plan {
    /** Adds a second gradient of a value to its first. */
    record Sum(Matrix total, Matrix part) {}

    /**
     * One operation's turn in the backward pass.
     *
     * @param finishedFrom where the finished tail of the gradient begins after it
     * @param sumsParameters whether its parameters have other uses, whose gradients are added to its own
     */
    record Backward(Frame frame, Sum[] sums, int finishedFrom, boolean sumsParameters) {}

    /**
     * The gradient array: how long its trained part and the whole layout are, and the parts of it that nothing writes to.
     *
     * @param unreached trained parameters that what is minimised does not depend on
     * @param idle state that no operation of the plan has
     */
    record Pieces(
            float[] gradient,
            int trained,
            int size,
            List<ParameterLayout.Entry> unreached,
            List<ParameterLayout.Entry> idle) {}

    private final PlanBuilder request;
    private final Draws draws;
    private final Frame[] forward;
    private final Backward[] backward;
    private final Matrix[] values;
    private final Matrix[] gradients;
    private final float[] gradient;
    private final int trained;
    private final int size;
    private final ParameterLayout.Entry[] unreached;
    private final ParameterLayout.Entry[] idle;
    private final float[] parameters;
    private final Matrix[] penaltyGradients;
    private final int lastStop;
    private int next;
    private int end;
    private GradientListener listener;

    Plan(
            PlanBuilder request,
            Draws draws,
            Frame[] forward,
            Backward[] backward,
            Matrix[] values,
            Matrix[] gradients,
            float[] parameters,
            Pieces pieces) {
        this.request = request;
        this.draws = draws;
        this.forward = forward;
        this.backward = backward;
        this.values = values;
        this.gradients = gradients;
        this.gradient = pieces.gradient();
        this.trained = pieces.trained();
        this.size = pieces.size();
        this.unreached = pieces.unreached().toArray(ParameterLayout.Entry[]::new);
        this.idle = pieces.idle().toArray(ParameterLayout.Entry[]::new);
        this.parameters = parameters;
        this.penaltyGradients = request.graph.penalties().stream()
                .map(node -> gradients[node.index()])
                .filter(view -> view != null)
                .toArray(Matrix[]::new);
        this.lastStop = IntStream.range(0, backward.length)
                .filter(step -> backward[step].frame().synchronizedOperation() != null)
                .max()
                .orElse(-1);
    }

    /**
     * A plan that trains.
     *
     * @param rows the rows of a batch, at least 1
     * @param loss a node with one value per row, {@code [batch, 1]}; its sum is minimised
     */
    public static PlanBuilder training(Graph graph, int rows, Node loss) {
        return new PlanBuilder(graph, rows, Mode.TRAINING, loss);
    }

    /**
     * A plan that only predicts.
     *
     * @param rows the rows of a batch, at least 1
     * @param output the node whose value is wanted
     */
    public static PlanBuilder inference(Graph graph, int rows, Node output) {
        return new PlanBuilder(graph, rows, Mode.INFERENCE, null).keep(output);
    }

    /**
     * A plan that predicts with dropout and weight noise drawn.
     *
     * @param rows the rows of a batch, at least 1
     * @param output the node whose value is wanted
     */
    public static PlanBuilder stochasticInference(Graph graph, int rows, Node output) {
        return new PlanBuilder(graph, rows, Mode.STOCHASTIC_INFERENCE, null).keep(output);
    }

    /** The rows of a batch. */
    public int rows() {
        return request.rows;
    }

    /** The synchronised operations, in the order of the forward pass. */
    List<Frame> forwardStops() {
        return Stream.of(forward)
                .filter(frame -> frame.synchronizedOperation() != null)
                .toList();
    }

    /** The synchronised operations, in the order of the backward pass. */
    List<Frame> backwardStops() {
        return Stream.of(backward)
                .map(Backward::frame)
                .filter(frame -> frame.synchronizedOperation() != null)
                .toList();
    }

    /** The length of the gradient array that the plan writes to. */
    int size() {
        return size;
    }

    /** The value of an input, to be written before {@link #forward}, or of a kept node, to be read after it. */
    public Matrix value(Node node) {
        request.graph.requireOwn(node);
        Matrix value = values[node.index()];
        if (value == null || (node.role() == Node.Role.RESULT && !request.kept.contains(node))) {
            throw new IllegalArgumentException(
                    "node " + node.name() + " is not kept by this plan; ask for it by keep(node)");
        }
        return value;
    }

    /** The gradient with respect to an input that was asked for by {@link PlanBuilder#gradientOf}, after {@link #backward}. */
    public Matrix gradient(Node input) {
        request.graph.requireOwn(input);
        if (!request.gradientInputs.contains(input) || gradients[input.index()] == null) {
            throw new IllegalArgumentException(
                    "node " + input.name() + " has no gradient in this plan; ask for it by gradientOf(node)");
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
     * @param rowKeys a key per row that its random draws depend on; may be null where nothing is drawn
     * @param draw the number of the draw: the step in training, the pass at inference
     */
    public void forward(long[] rowKeys, int draw) {
        Frame stopped = beginForward(rowKeys, draw);
        while (stopped != null) {
            stopped = resumeForward(request.rows);
        }
    }

    /** Begins a forward pass, which stops halfway through the operation that it returns, or has come to its end if it is null. */
    Frame beginForward(long[] rowKeys, int draw) {
        draws.select(rowKeys, draw);
        next = 0;
        return forwardToStop();
    }

    /**
     * Goes on with the forward pass from where it stopped.
     *
     * @param batchRows the rows whose statistics the stopped operation has by now
     */
    Frame resumeForward(int batchRows) {
        Frame stopped = forward[next++];
        stopped.synchronizedOperation().endForward(stopped, batchRows);
        return forwardToStop();
    }

    private Frame forwardToStop() {
        for (; next < forward.length; next++) {
            Frame frame = forward[next];
            SynchronizedOperation operation = frame.synchronizedOperation();
            if (operation != null) {
                operation.beginForward(frame);
                return frame;
            }
            frame.forward();
        }
        return null;
    }

    /**
     * Computes the gradient of {@code seed * sum(loss) + penaltyWeight * sum(penalties)} after {@link #forward}; once, because it uses up what
     * forward has kept.
     *
     * @param seed the weight of each row's loss: 1 / rows of the whole batch
     * @param penaltyWeight the weight of the graph's penalties
     * @param listener is told as pieces of the gradient become final
     */
    public void backward(float seed, float penaltyWeight, GradientListener listener) {
        Frame stopped = beginBackward(seed, penaltyWeight, listener);
        while (stopped != null) {
            stopped = resumeBackward();
        }
    }

    /**
     * Begins a backward pass, which stops halfway through the operation that it returns, or has come to its end if it is null. The listener
     * hears nothing before the last stop.
     */
    Frame beginBackward(float seed, float penaltyWeight, GradientListener listener) {
        seedGradients(seed, penaltyWeight);
        this.listener = listener;
        next = 0;
        end = size;
        return backwardToStop();
    }

    /** Goes on with the backward pass from where it stopped. */
    Frame resumeBackward() {
        Frame stopped = backward[next].frame();
        stopped.synchronizedOperation().endBackward(stopped);
        finish(backward[next]);
        next++;
        return backwardToStop();
    }

    private Frame backwardToStop() {
        for (; next < backward.length; next++) {
            Frame frame = backward[next].frame();
            SynchronizedOperation operation = frame.synchronizedOperation();
            if (operation != null) {
                operation.beginBackward(frame);
                return frame;
            }
            if (frame.backwardToParameters() && !backward[next].sumsParameters()) {
                tell(backward[next].finishedFrom());
            }
            frame.backward();
            finish(backward[next]);
        }
        if (end > 0) {
            listener.finished(0, end);
        }
        return null;
    }

    private void finish(Backward step) {
        for (Sum sum : step.sums()) {
            Elementwise.add(sum.total(), sum.total(), sum.part());
        }
        tell(step.finishedFrom());
    }

    private void tell(int finishedFrom) {
        if (next >= lastStop && finishedFrom < end) {
            listener.finished(finishedFrom, end);
            end = finishedFrom;
        }
    }

    private void seedGradients(float seed, float penaltyWeight) {
        Matrix lossGradient = gradients[request.loss.index()];
        if (lossGradient != null) {
            Elementwise.fill(lossGradient, seed);
        }
        for (Matrix penalty : penaltyGradients) {
            Elementwise.fill(penalty, penaltyWeight);
        }
        for (ParameterLayout.Entry entry : unreached) {
            Arrays.fill(gradient, entry.offset(), entry.end(), 0f);
        }
        for (ParameterLayout.Entry entry : idle) {
            System.arraycopy(parameters, entry.offset(), gradient, entry.offset(), entry.size());
        }
        weightStatistics(seed * request.rows);
    }

    private void weightStatistics(float share) {
        for (int i = trained; i < size; i++) {
            gradient[i] *= share;
        }
    }

    /**
     * The share of units that are 0 on every row of the batch, of images the share of channels that are 0 at every place, for each node with a ReLU;
     * to be called after {@link #forward} and before {@link #backward}. Meant for a step now and then: it allocates, and reads every such node once.
     */
    public Map<String, Double> deadUnits() {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Node node : request.graph.nodes()) {
            Matrix value = values[node.index()];
            if (value != null && gradients[node.index()] != null && isRectified(node.operation())) {
                int units = node.shape().channels();
                int places = value.columns() / units;
                Matrix sums = Matrix.zeros(1, units);
                Reductions.columnSums(
                        sums, Matrix.dense(value.data(), value.offset(), value.rows() * places, units), false);
                shares.put(node.name(), (double) Reductions.countZeros(sums) / units);
            }
        }
        return shares;
    }

    private static boolean isRectified(Operation operation) {
        return operation instanceof Affine affine && affine.activation() == Activation.RELU
                || operation instanceof Activate activate && activate.activation() == Activation.RELU
                || operation instanceof Convolve convolve && convolve.activation() == Activation.RELU;
    }

    /** The sum of the rows' losses after {@link #forward}, added in the order of the rows. */
    public double lossSum() {
        return sum(values[request.loss.index()]);
    }

    /** The graph's penalties after {@link #forward}, by the names of their nodes. */
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
