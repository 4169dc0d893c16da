package io.credence.kernels.graph;

import io.credence.kernels.simd.Gemm;
import java.util.ArrayList;
import java.util.List;

/** What a plan is to compute. Made by {@link Plan#training} and {@link Plan#inference}. */
public final class PlanBuilder {
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
        kept.add(node);
        return this;
    }

    /** Computes the gradient with respect to an input too, as adversarial examples need. */
    public PlanBuilder gradientOf(Node input) {
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

    /**
     * Compiles the plan for inference.
     *
     * @param parameters the parameters by {@link Graph#layout()}; read in every pass, so later changes take effect
     */
    public Plan compile(float[] parameters) {
        return compile(parameters, new float[parameters.length]);
    }

    /**
     * Compiles the plan.
     *
     * @param parameters the parameters by {@link Graph#layout()}; read in every pass, so later changes take effect
     * @param gradient receives the gradients by the same layout; where the layout has state, the batch's statistics. What it has beyond
     *     the layout is the caller's and stays as it is
     * @throws IllegalArgumentException if the parameters have not the layout's length, or the gradient is shorter
     */
    public Plan compile(float[] parameters, float[] gradient) {
        ParameterLayout layout = graph.layout();
        if (parameters.length != layout.size() || gradient.length < layout.size()) {
            throw new IllegalArgumentException(
                    "parameters and gradient have " + parameters.length + " and " + gradient.length
                            + " values; they must have the layout's " + layout.size() + ", the gradient at least");
        }
        return new Compiler(this, layout, parameters, gradient).compile();
    }
}
