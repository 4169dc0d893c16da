package io.credence.kernels.plan;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.autograd.TouchedRows;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * A builder of plans, created by {@link Plan#training}, {@link Plan#inference} and {@link Plan#stochasticInference}.
 */
public final class PlanBuilder {
    /** The maximum number of values in the memory of a plan: the length of the longest array in HotSpot. */
    public static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    private static final float[] NO_GRADIENT = {};

    final Graph graph;
    final int rows;
    final Mode mode;
    final Node loss;
    final List<Node> kept = new ArrayList<>();
    final List<Node> gradientInputs = new ArrayList<>();
    long seed;
    Gemm gemm;
    PlanMemory memory = new PlanMemory();

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

    /** Makes the value of a node readable after forward and backward. */
    public PlanBuilder keep(Node node) {
        graph.requireOwn(node);
        kept.add(node);
        return this;
    }

    /** Requests the gradient with respect to an input, as adversarial examples require. */
    public PlanBuilder gradientOf(Node input) {
        graph.requireOwn(input);
        if (input.role() != Node.Role.INPUT) {
            throw new IllegalArgumentException("node " + input.name() + " has the role " + input.role()
                    + "; it must be an input for its gradient to be kept");
        }
        gradientInputs.add(input);
        return this;
    }

    /** Sets the seed of random draws; the default is 0. */
    public PlanBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Sets the object that computes the plan's matrix products. It may use several threads; the bits do not depend on
     * their number. All plans of one thread may share it, and it must stay open while they run. By default, the plan
     * multiplies on the caller's thread alone.
     */
    public PlanBuilder gemm(Gemm gemm) {
        this.gemm = gemm;
        return this;
    }

    /** Sets memory that the plan shares with others. By default, a plan has memory of its own. */
    public PlanBuilder memory(PlanMemory memory) {
        this.memory = memory;
        return this;
    }

    /** Returns the number of values in the plan's memory, which may exceed {@link #MAX_VALUES}. */
    public long memorySize() {
        return new PlanCompiler(this, graph.layout(), NO_GRADIENT, Map.of()).memorySize();
    }

    /**
     * Compiles a plan for prediction, with the seed of {@link #seed}.
     *
     * @param parameters the parameters in the order of {@link Graph#layout()}; read in every pass, so later changes
     *     take effect
     * @throws IllegalArgumentException if the parameters do not have the layout's length, the plan is for training, or
     *     its memory does not fit in an array
     */
    public Plan compile(float[] parameters) {
        return compileAll(List.of(parameters), member -> seed).get(0);
    }

    /**
     * Compiles one plan for prediction per set of parameters. The plans share one memory, inputs included, so memory
     * does not grow with their number. A value that one plan has computed is valid until another plan runs, and all
     * plans must run on one thread.
     *
     * @param parameters sets of parameters in the order of {@link Graph#layout()}; read in every pass, so later changes
     *     take effect
     * @param seeds the seed of each plan's random draws, by the plan's index from 0
     * @return the plans, in the order of the parameters
     * @throws IllegalArgumentException if parameters do not have the layout's length, the plan is for training, or its
     *     memory does not fit in an array
     */
    public List<Plan> compileAll(List<float[]> parameters, IntToLongFunction seeds) {
        if (loss != null) {
            throw new IllegalArgumentException("a plan for training has no gradient array; it must have one");
        }
        ParameterLayout layout = graph.layout();
        parameters.forEach(each -> requireLayout(layout, each));
        PlanCompiler compiler = new PlanCompiler(this, layout, NO_GRADIENT, Map.of());
        return IntStream.range(0, parameters.size())
                .mapToObj(i -> compiler.plan(parameters.get(i), seeds.applyAsLong(i)))
                .toList();
    }

    /**
     * Compiles a plan that writes gradients to an array.
     *
     * @param parameters the parameters in the order of {@link Graph#layout()}; read in every pass, so later changes
     *     take effect
     * @param gradient receives the gradients in the same order, and the batch's statistics where the layout has state.
     *     Elements beyond the layout belong to the caller and do not change
     * @throws IllegalArgumentException if the parameters do not have the layout's length, the gradient is shorter, or
     *     the plan's memory does not fit in an array
     */
    public Plan compile(float[] parameters, float[] gradient) {
        return compile(parameters, gradient, Map.of());
    }

    /**
     * Compiles a plan that writes gradients to a buffer, and of large embedding tables only to the rows that a batch
     * uses. Plans of one thread may share the buffer.
     *
     * @param parameters as in {@link #compile(float[], float[])}
     * @param gradient a buffer for this graph
     */
    public Plan compile(float[] parameters, GradientBuffer gradient) {
        return compile(parameters, gradient.array(), gradient.tablesByOffset());
    }

    private Plan compile(float[] parameters, float[] gradient, Map<Integer, TouchedRows> tables) {
        ParameterLayout layout = graph.layout();
        requireLayout(layout, parameters);
        if (gradient.length < layout.size()) {
            throw new IllegalArgumentException(
                    "gradient has " + gradient.length + " values; it must have at least the layout's " + layout.size());
        }
        return new PlanCompiler(this, layout, gradient, tables).plan(parameters, seed);
    }

    private static void requireLayout(ParameterLayout layout, float[] parameters) {
        if (parameters.length != layout.size()) {
            throw new IllegalArgumentException(
                    "parameters have " + parameters.length + " values; they must have the layout's " + layout.size());
        }
    }
}
