package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.SynchronizedOperation;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.function.Supplier;

/**
 * The graph of a member, from features to loss.
 *
 * @param encoding the encoding of the rows
 * @param graph all nodes
 * @param features the encoded rows, {@code [batch, features]}
 * @param targets the encoded labels, {@code [batch, 1]}
 * @param output the prediction, as the loss defines it: mean and variance of a Gaussian, {@code [batch, 2]}, or the
 *     mean alone, {@code [batch, 1]}, if the loss does not model a variance; logits, {@code [batch, classes]}; vectors,
 *     {@code [batch, dimensions]}; or the raw outputs of another likelihood
 * @param loss the loss of each row, {@code [batch, 1]}
 * @param validationLoss the validation loss of each row, {@code [batch, 1]}: the unweighted likelihood if the loss is
 *     a weighted one, otherwise the loss
 * @param layout the position of each parameter
 * @param draws whether a pass in training or stochastic inference makes random draws keyed by the row
 */
public record MemberNetwork(
        Encoding encoding,
        Graph graph,
        Node features,
        Node targets,
        Node output,
        Node loss,
        Node validationLoss,
        ParameterLayout layout,
        boolean draws) {
    /**
     * The untrained parameter that stores the mean squared error as the variance, if the loss does not model a
     * variance.
     */
    private static final String VARIANCE = "output.variance";

    /**
     * Builds a member's graph.
     *
     * @param prior the prior of the dense layers' weights if these are distributions; null if they are plain numbers
     * @param encoding determines the width of a row and the number of outputs
     * @throws InvalidSettingException if the network or the loss does not suit the rows, or there are more parameters
     *     than an array can hold; its key is the setting's dotted path
     */
    public static MemberNetwork of(NetworkSpec spec, Prior prior, Loss loss, Encoding encoding) {
        Graph graph = new Graph();
        NetworkLayers layers = new NetworkLayers(graph, spec, prior);
        Node features = graph.input("features", layers.inputShape(encoding));
        Node targets = graph.input("targets", Shape.batchOf(1));
        LabelColumn label = encoding.label();
        Likelihood likelihood = Likelihood.of(label, loss);
        int width = loss.embeds() ? spec.embedding() : likelihood.width(label);
        Node embedded = layers.addEmbeddings(features, encoding);
        Node output = loss.addPrediction(graph, layers.addTo(embedded, withinLoss(() -> loss.outputs(width))));
        if (likelihood.storesVariance()) {
            graph.state(VARIANCE, 1, Initializer.ONES);
        }
        if (graph.parameterCount() > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    "network",
                    "a graph of " + graph.parameterCount() + " parameters",
                    "one of fewer than 2147483648, with fewer or narrower layers, or smaller kernels");
        }
        Node losses = withinLoss(() -> likelihood.addLoss(graph, output, targets, label));
        Node validationLosses = loss.addValidation(graph, output, targets, losses);
        return new MemberNetwork(
                encoding,
                graph,
                features,
                targets,
                output,
                losses,
                validationLosses,
                graph.layout(),
                spec.dropout() > 0 || prior != null);
    }

    /** Prefixes the key of a rejected setting with the path of the loss. */
    private static <T> T withinLoss(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidSettingException e) {
            throw e.within("training.loss");
        }
    }

    /**
     * Checks that the values of a step, from its inputs to its gradient, fit into one array.
     *
     * @param sliceSize the number of rows that a replica computes
     * @throws InvalidSettingException if they do not; its key is the setting's dotted path
     */
    public void requireFitting(TrainingSpec training, int sliceSize) {
        long values = Plan.training(graph, sliceSize, loss).memorySize();
        if (values > PlanBuilder.MAX_VALUES) {
            throw new InvalidSettingException(
                    "training.batchSize",
                    training.batchSize(),
                    "smaller, or divided by more training.replicas: with this network and loss a replica's " + sliceSize
                            + " rows take " + values + " values, and the maximum is " + PlanBuilder.MAX_VALUES);
        }
    }

    /** Returns the number of values that a component predicts for a row, or the dimensions of an embedding. */
    public static int outputs(NetworkSpec spec, Loss loss, LabelColumn label) {
        return loss.embeds() ? spec.embedding() : Likelihood.of(label, loss).outputs(label);
    }

    /** Returns whether training uses statistics of the whole batch, so that its slices must run in lockstep. */
    public boolean isSynchronized() {
        return graph.nodes().stream()
                .anyMatch(node -> node.operation() instanceof SynchronizedOperation operation
                        && operation.synchronizes(Mode.TRAINING));
    }

    /** Returns the number of values per row in the widest node. */
    public int largestRow() {
        return graph.nodes().stream()
                .filter(node -> node.shape().isBatch())
                .mapToInt(node -> node.shape().columns())
                .max()
                .orElseThrow();
    }

    /**
     * Returns a builder of an inference plan.
     *
     * @param rows the number of rows of a chunk
     * @param drawn whether a pass draws dropout masks or weights
     */
    public PlanBuilder inferencePlan(int rows, boolean drawn) {
        return drawn ? Plan.stochasticInference(graph, rows, output) : Plan.inference(graph, rows, output);
    }

    /**
     * Copies the outputs of a plan after its forward pass.
     *
     * @param to receives {@code [rows, outputs]}, contiguous
     * @param parameters the parameters of the plan
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
     * Stores the mean squared error as the variance if the loss does not model one.
     *
     * @param parameters changed in place
     * @param meanLoss half of the mean squared error, which is the value of the loss
     */
    public void storeVariance(float[] parameters, double meanLoss) {
        layout.find(VARIANCE)
                .ifPresent(entry -> parameters[entry.offset()] = (float) Math.max(2 * meanLoss, Float.MIN_NORMAL));
    }
}
