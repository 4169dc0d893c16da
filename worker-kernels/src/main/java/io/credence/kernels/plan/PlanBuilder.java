package io.credence.kernels.plan;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** What a plan is to compute. Made by {@link Plan#training}, {@link Plan#inference} and {@link Plan#stochasticInference}. */
public final class PlanBuilder {
    /** Values that the memory of a plan may hold: what fits into an array of HotSpot. */
    public static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private static final float[] NO_GRADIENT = {};

    final Graph graph;
    final int rows;
    final Mode mode;
    final Node loss;
    final List<Node> kept = new ArrayList<>();
    final List<Node> gradientInputs = new ArrayList<>();
    long seed;
    Gemm gemm;

    PlanBuilder(Graph graph, int rows, Mode mode, Node loss) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows of a plan is " + rows + "; it must be at least 1");
        }
        this.graph = graph;
        this.rows = rows;
        this.mode = mode;
        this.loss = loss;
        if (loss != null) {
            graph.requireOwn(loss);
            if (!loss.shape().equals(Shape.batchOf(1))) {
                throw new ShapeException(
                        "loss " + loss.name() + " has shape " + loss.shape() + "; it must be [batch, 1]");
            }
            kept.add(loss);
            kept.addAll(graph.penalties());
        }
    }

    /** Keeps the value of a node readable after forward and backward. */
    public PlanBuilder keep(Node node) {
        graph.requireOwn(node);
        kept.add(node);
        return this;
    }

    /** Computes the gradient with respect to an input too, as adversarial examples need. */
    public PlanBuilder gradientOf(Node input) {
        graph.requireOwn(input);
        if (input.role() != Node.Role.INPUT) {
            throw new IllegalArgumentException("node " + input.name() + " is a " + input.role()
                    + "; it must be an input for its gradient to be kept");
        }
        gradientInputs.add(input);
        return this;
    }

    /** The seed of random draws; 0 if not given. */
    public PlanBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * What multiplies the plan's matrices, perhaps on several threads; the bits do not depend on their number. All plans that one thread runs
     * may share it, and it must stay open as long as they run. If not given, the plan multiplies on the caller's thread alone.
     */
    public PlanBuilder gemm(Gemm gemm) {
        this.gemm = gemm;
        return this;
    }

    /** The values that the plan's memory would hold, which may be more than {@link #MOST_VALUES}. */
    public long memorySize() {
        return new PlanCompiler(this, graph.layout(), NO_GRADIENT).memorySize();
    }

    /**
     * Compiles a plan that predicts, with the seed of {@link #seed}.
     *
     * @param parameters the parameters by {@link Graph#layout()}; read in every pass, so later changes take effect
     * @throws IllegalArgumentException if the parameters have not the layout's length, the plan trains, or its memory does not fit into an array
     */
    public Plan compile(float[] parameters) {
        return compileAll(List.of(parameters), member -> seed).get(0);
    }

    /**
     * Compiles one plan that predicts for each of several sets of parameters. They have one memory, inputs included, so that it does not grow
     * with their number: a value that one has computed holds until the next of them runs, and all of them serve one thread.
     *
     * @param parameters sets of parameters by {@link Graph#layout()}; read in every pass, so later changes take effect
     * @param seeds the seed of the random draws of each, by its place from 0
     * @return the plans, in the order of the parameters
     * @throws IllegalArgumentException if parameters have not the layout's length, the plan trains, or its memory does not fit into an array
     */
    public List<Plan> compileAll(List<float[]> parameters, IntToLongFunction seeds) {
        if (loss != null) {
            throw new IllegalArgumentException(
                    "a plan that trains was given no gradient; it must have an array for it");
        }
        ParameterLayout layout = graph.layout();
        parameters.forEach(each -> requireLayout(layout, each));
        PlanCompiler compiler = new PlanCompiler(this, layout, NO_GRADIENT);
        return IntStream.range(0, parameters.size())
                .mapToObj(i -> compiler.plan(parameters.get(i), seeds.applyAsLong(i)))
                .toList();
    }

    /**
     * Compiles the plan.
     *
     * @param parameters the parameters by {@link Graph#layout()}; read in every pass, so later changes take effect
     * @param gradient receives the gradients by the same layout; where the layout has state, the batch's statistics. What it has beyond
     *     the layout is the caller's and stays as it is
     * @throws IllegalArgumentException if the parameters have not the layout's length, the gradient is shorter, or the plan's memory does not fit into an array
     */
    public Plan compile(float[] parameters, float[] gradient) {
        ParameterLayout layout = graph.layout();
        requireLayout(layout, parameters);
        if (gradient.length < layout.size()) {
            throw new IllegalArgumentException("the gradient has " + gradient.length
                    + " values; it must have at least the layout's " + layout.size());
        }
        return new PlanCompiler(this, layout, gradient).plan(parameters, seed);
    }

    private static void requireLayout(ParameterLayout layout, float[] parameters) {
        if (parameters.length != layout.size()) {
            throw new IllegalArgumentException(
                    "parameters have " + parameters.length + " values; they must have the layout's " + layout.size());
        }
    }
}
