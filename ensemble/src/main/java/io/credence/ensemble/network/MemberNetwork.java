package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.operation.BatchNormalize;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.function.Supplier;

/**
 * The graph of a member: what its specification says, from features to the loss.
 *
 * @param graph all nodes
 * @param features the encoded rows, {@code [batch, features]}
 * @param targets the encoded labels, {@code [batch, 1]}
 * @param output what the network says about a row: {@code [batch, 2]}, mean and variance, of a regression, or {@code [batch, 1]},
 *     the mean, where the loss knows no variance; {@code [batch, classes]} logits of a classification; {@code [batch, dimensions]}, the place of a row, of an
 *     embedding
 * @param loss one value a row, {@code [batch, 1]}
 * @param validationLoss what validation rows are judged by, {@code [batch, 1]}: the loss, or the plain likelihood of a weighted one
 * @param layout where each parameter stands
 * @param draws whether a pass in training or stochastic inference draws random numbers keyed by the row
 */
public record MemberNetwork(
        Graph graph,
        Node features,
        Node targets,
        Node output,
        Node loss,
        Node validationLoss,
        ParameterLayout layout,
        boolean draws) {
    /** The untrained parameter that holds a regression's variance where its loss knows none: what squared errors came to. */
    private static final String VARIANCE = "output.variance";

    /**
     * Builds a member's graph.
     *
     * @param prior what the weights of the dense layers are believed to be, where they are distributions; null where they are numbers
     * @param encoding decides the width of a row and the number of outputs
     * @throws InvalidSettingException if the network or the loss does not suit what the rows are, or there are more parameters than an array
     *     holds; its key is the dotted path
     */
    public static MemberNetwork of(NetworkSpec spec, Prior prior, Loss loss, Encoding encoding) {
        Graph graph = new Graph();
        NetworkLayers layers = new NetworkLayers(graph, spec, prior);
        Node features = graph.input("features", layers.inputShape(encoding));
        Node targets = graph.input("targets", Shape.batchOf(1));
        boolean regression = encoding.label() instanceof LabelColumn.Target;
        int width = regression ? 1 : outputs(spec, loss, encoding.label());
        Node numbers = layers.addEmbedding(features, encoding.indexed());
        Node output = loss.addPrediction(graph, layers.addTo(numbers, ofLoss(() -> loss.outputs(width))));
        if (regression && output.shape().columns() == 1) {
            graph.state(VARIANCE, 1, Initializer.ONES);
        }
        if (graph.parameterCount() > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    "network",
                    "one of " + graph.parameterCount() + " parameters",
                    "one of fewer than 2147483648: with fewer or narrower layers, or smaller kernels");
        }
        Node losses = ofLoss(() -> loss.addTo(graph, output, targets));
        Node judged = loss.addValidation(graph, output, targets, losses);
        return new MemberNetwork(
                graph, features, targets, output, losses, judged, graph.layout(), spec.dropout() > 0 || prior != null);
    }

    /** Adds the path of the loss to the key of a setting that it rejects. */
    private static <T> T ofLoss(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidSettingException e) {
            throw e.within("training.loss");
        }
    }

    /**
     * Checks that a step of so many rows can be computed: everything between its inputs and its gradient is in one array.
     *
     * @throws InvalidSettingException if it has not room for them; its key is the dotted path
     */
    public void requireFitting(TrainingSpec training, int sliceSize) {
        long values = Plan.training(graph, sliceSize, loss).memorySize();
        if (values > PlanBuilder.MAX_VALUES) {
            throw new InvalidSettingException(
                    "training.batchSize",
                    training.batchSize(),
                    "smaller, or divided by more training.replicas: with this network and loss a replica's " + sliceSize
                            + " rows take " + values + " values, and the most that they can take is "
                            + PlanBuilder.MAX_VALUES);
        }
    }

    /** How many numbers a member gives for a row: a mean and a variance, a logit for every class, or a place in space. */
    public static int outputs(NetworkSpec spec, Loss loss, LabelColumn label) {
        if (loss.embeds()) {
            return spec.embedding();
        }
        return label instanceof LabelColumn.Classes classes ? classes.labels().size() : 2;
    }

    /** Whether training takes statistics of a whole batch, so that slices of it must be computed side by side. */
    public boolean isSynchronized() {
        return graph.nodes().stream()
                .anyMatch(node -> node.operation() instanceof BatchNormalize normalize && normalize.wholeBatch());
    }

    /** The most numbers that a row has on its way through the network. */
    public int largestRow() {
        return graph.nodes().stream()
                .filter(node -> node.shape().isBatch())
                .mapToInt(node -> node.shape().columns())
                .max()
                .orElseThrow();
    }

    /**
     * Begins a plan that predicts.
     *
     * @param rows of a chunk
     * @param drawn whether dropout and weight noise are drawn
     */
    public PlanBuilder inferencePlan(int rows, boolean drawn) {
        return drawn ? Plan.stochasticInference(graph, rows, output) : Plan.inference(graph, rows, output);
    }

    /**
     * Copies what a plan has computed.
     *
     * @param to receives {@code [rows, outputs]}, without gaps
     * @param parameters the plan's
     */
    public void readOutput(Plan plan, Matrix to, float[] parameters) {
        Matrix computed = plan.value(output);
        if (computed.columns() == to.columns()) {
            Elementwise.copy(to, computed);
            return;
        }
        Matrix means = new Matrix(to.data(), to.offset(), to.rows(), 1, to.columns());
        Matrix variances = new Matrix(to.data(), to.offset() + 1, to.rows(), 1, to.columns());
        Elementwise.copy(means, computed);
        Elementwise.fill(variances, parameters[layout.entry(VARIANCE).offset()]);
    }

    /**
     * Keeps the variance that the squared errors came to, where the loss predicts none.
     *
     * @param meanLoss half of the mean squared error, as the loss has it
     */
    public void keepVariance(float[] parameters, double meanLoss) {
        layout.find(VARIANCE)
                .ifPresent(entry -> parameters[entry.offset()] = (float) Math.max(2 * meanLoss, Float.MIN_NORMAL));
    }
}
