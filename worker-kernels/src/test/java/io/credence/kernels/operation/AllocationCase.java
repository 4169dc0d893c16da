package io.credence.kernels.operation;

import com.sun.management.ThreadMXBean;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.embedding.BinEdges;
import io.credence.kernels.embedding.NumericColumns;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.layer.Activated;
import io.credence.kernels.layer.BatchNormalization;
import io.credence.kernels.layer.Convolution;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Embedding;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.LayerNormalization;
import io.credence.kernels.layer.MemberDense;
import io.credence.kernels.layer.MemberScale;
import io.credence.kernels.layer.Pooling;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.layer.RmsNormalization;
import io.credence.kernels.layer.SharedDense;
import io.credence.kernels.layer.VariationalDense;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.loss.TripletMining;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.OtherVectorCode;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Networks whose training step is monitored for allocation: those with published speeds, and others that together
 * cover every loss, optimiser, normalisation, activation and layer. The main method monitors the network named by the
 * first argument; with a second argument, it runs {@link OtherVectorCode} first.
 */
enum AllocationCase {
    SMALL(13, 100, new Loss.GaussianNll(null, null), 1, plain(50, 1)),
    MEDIUM(32, 256, new Loss.GaussianNll(null, null), 1, plain(128, 3)),
    LARGE(128, 512, new Loss.GaussianNll(null, null), 1, plain(512, 4)),
    BATCH_NORMALIZED(
            32, 64, new Loss.GaussianNll(null, null), 1, blocks(Activation.RELU, new BatchNormalization(false))),
    BETA_LIKELIHOOD(13, 20, new Loss.GaussianNll(0.5, null), 1, blocks(Activation.ELU, new LayerNormalization())),
    SQUARES(
            13,
            20,
            new Loss.Mse(),
            1,
            blocks(Activation.SILU, new RmsNormalization()),
            new Optimizer.Sgd(null, null, null, 0.01)),
    CLASSES(
            13,
            20,
            new Loss.CrossEntropy(0.1),
            3,
            blocks(Activation.GELU, new BatchNormalization(false)),
            new Optimizer.Sgd(null, 0.9, false, null)),
    TWO_CLASSES(
            13,
            20,
            new Loss.BinaryCrossEntropy(null),
            2,
            blocks(Activation.SOFTPLUS, new LayerNormalization()),
            new Optimizer.Sgd(null, 0.9, true, null)),
    FOCUSED(
            13,
            20,
            new Loss.Focal(null, null, null),
            3,
            blocks(Activation.TANH, new BatchNormalization(false)),
            new Optimizer.Adam(null, null, null, null, 0.01)),
    WEIGHTED(13, 20, new Loss.Focal(null, List.of(1.0, 2.0, 0.5), 0.1), 3, plain(20, 1)),
    PAIRS(13, 20, new Loss.Contrastive(null), 3, plain(20, 1)),
    TRIPLES(13, 20, new Loss.Triplet(null, TripletMining.ALL), 3, plain(20, 1)),
    HARD_TRIPLES(13, 20, new Loss.Triplet(null, TripletMining.HARD), 3, plain(20, 1)),
    SEMI_HARD_TRIPLES(13, 20, new Loss.Triplet(null, TripletMining.SEMI_HARD), 3, plain(20, 1)),
    LEAKY(
            13,
            20,
            new Loss.Mse(),
            1,
            blocks(Activation.LEAKY_RELU, new RmsNormalization()),
            new Optimizer.Amsgrad(null, null, null, null, null)),
    SQUASHED(13, 20, new Loss.Mse(), 1, blocks(Activation.SIGMOID, new LayerNormalization())),
    /** Every step also perturbs the rows so that the loss grows, and computes the gradient there. */
    ADVERSARIAL(13, 20, new Loss.GaussianNll(null, null), 1, plain(20, 1)),
    /** More images than a convolution processes at a time. */
    CONVOLUTIONAL(Shape.batchOfImages(12, 12, 1), 120, new Loss.CrossEntropy(null), 3, convolutions()),
    PACKED(6, 40, new Loss.GaussianNll(null, null), 1, packed(4)),
    EMBEDDED(Shape.batchOf(6), 40, new Loss.GaussianNll(null, null), 1, embeddings(20, 300)),
    PIECEWISE(13, 20, new Loss.GaussianNll(null, null), 1, plain(20, 1)),
    PERIODIC(13, 20, new Loss.GaussianNll(null, null), 1, plain(20, 1)),
    VARIATIONAL(
            Shape.batchOf(13),
            20,
            new Loss.GaussianNll(null, null),
            1,
            variational(new Prior.Gaussian(null), new Prior.ScaleMixture(null, null, null)));

    static final String AFTER_OTHERS = "after-other-vector-code";

    private static final int QUIET_BLOCKS = 10;
    private static final long BLOCK_NANOS = 100_000_000;
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Shape shape;
    private final int rows;
    private final Loss loss;
    private final int width;
    private final List<Layer> hidden;
    private final Optimizer optimizer;

    AllocationCase(int features, int rows, Loss loss, int width, List<Layer> hidden) {
        this(Shape.batchOf(features), rows, loss, width, hidden);
    }

    AllocationCase(int features, int rows, Loss loss, int width, List<Layer> hidden, Optimizer optimizer) {
        this(Shape.batchOf(features), rows, loss, width, hidden, optimizer);
    }

    AllocationCase(Shape shape, int rows, Loss loss, int width, List<Layer> hidden) {
        this(shape, rows, loss, width, hidden, new Optimizer.AdamW(null, null, null, null, null));
    }

    AllocationCase(Shape shape, int rows, Loss loss, int width, List<Layer> hidden, Optimizer optimizer) {
        this.shape = shape;
        this.rows = rows;
        this.loss = loss;
        this.width = width;
        this.hidden = hidden;
        this.optimizer = optimizer;
    }

    private static List<Layer> plain(int units, int layers) {
        return Collections.nCopies(layers, new Dense(units, Activation.RELU, Initialization.AUTO));
    }

    private static List<Layer> blocks(Activation activation, Layer normalization) {
        Dense dense = new Dense(50, activation, Initialization.AUTO);
        return List.of(dense, new Residual(List.of(dense, normalization, new Dropout(0.1))));
    }

    private static List<Layer> convolutions() {
        return List.of(
                new Convolution(4, 3, 1, 1, Activation.IDENTITY, Initialization.HE_NORMAL),
                new BatchNormalization(false),
                new Activated(Activation.RELU),
                new Pooling(2, Pooling.Kind.MAX),
                new Convolution(6, 3, 1, 1, Activation.GELU, Initialization.AUTO),
                new Pooling(2, Pooling.Kind.AVERAGE),
                new Dense(20, Activation.RELU, Initialization.AUTO));
    }

    private static List<Layer> embeddings(int... categories) {
        return List.of(
                new Embedding(
                        Arrays.stream(categories).mapToObj(Embedding.Table::of).toList()),
                new Dense(20, Activation.RELU, Initialization.AUTO));
    }

    private static List<Layer> packed(int members) {
        return List.of(
                new MemberScale(members, new Initializer.NormalByGroup(1, List.of(4, 2))),
                new Dense(20, Activation.RELU, Initialization.AUTO),
                new SharedDense(members, 20, Activation.RELU, Initialization.AUTO),
                new MemberDense(members, 5, Initialization.AUTO));
    }

    private static List<Layer> variational(Prior... priors) {
        return Arrays.stream(priors)
                .<Layer>map(prior -> new VariationalDense(20, Activation.RELU, Initialization.AUTO, prior))
                .toList();
    }

    public static void main(String[] arguments) {
        if (arguments.length > 1 && arguments[1].equals(AFTER_OTHERS)) {
            System.err.println("other vector code computed " + OtherVectorCode.run());
        }
        System.out.println(valueOf(arguments[0]).monitor());
    }

    /**
     * Trains until nothing has been allocated for a second, which only compiled code achieves.
     *
     * @return "nothing allocated", or the bytes that the last blocks of steps allocated before the time limit
     */
    String monitor() {
        Runnable step = step();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        List<Long> bytes = new ArrayList<>();
        int quiet = 0;
        long start = System.nanoTime();
        while (quiet < QUIET_BLOCKS && System.nanoTime() - start < LIMIT_NANOS) {
            long before = threads.getThreadAllocatedBytes(thread);
            long blockStart = System.nanoTime();
            while (System.nanoTime() - blockStart < BLOCK_NANOS) {
                step.run();
            }
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            bytes.add(allocated);
            quiet = allocated == 0 ? quiet + 1 : 0;
        }
        return quiet == QUIET_BLOCKS
                ? "nothing allocated"
                : this + ": bytes in blocks of 0.1 s: " + bytes.subList(Math.max(0, bytes.size() - 20), bytes.size());
    }

    /** Returns one training step: forward, backward, and the optimiser's update. */
    private Runnable step() {
        List<Layer> layers = new ArrayList<>(hidden);
        layers.add(new Dense(loss.outputs(width), Activation.IDENTITY, Initialization.AUTO));
        Graph graph = new Graph();
        Node input = graph.input("features", shape);
        Node target = graph.input("target", Shape.batchOf(1));
        Node raw = Layer.addAll(layers, graph, "net", embedded(graph, input));
        Node value = loss.addTo(graph, loss.addPrediction(graph, raw), target);
        float[] parameters = graph.layout().initialize(1);
        float[] gradient = new float[parameters.length];
        PlanBuilder builder = Plan.training(graph, rows, value);
        Plan plan = (this == ADVERSARIAL ? builder.gradientOf(input) : builder).compile(parameters, gradient);
        Updater updater = new Updater(optimizer, graph.layout(), 1.0);
        Matrix features = plan.value(input);
        fill(features);
        for (int row = 0; row < rows; row++) {
            plan.value(target).data()[plan.value(target).row(row)] = row % width;
        }
        long[] rowKeys = new long[rows];
        Arrays.setAll(rowKeys, row -> row);
        int[] draw = new int[1];
        return () -> {
            if (this == ADVERSARIAL) {
                fill(features);
                plan.forward(rowKeys, draw[0]);
                plan.backward(1f / rows, 1e-3f, GradientListener.NONE);
                Elementwise.addSign(features, plan.gradient(input), 0.01f);
            }
            plan.forward(rowKeys, draw[0]++);
            plan.backward(1f / rows, 1e-3f, GradientListener.NONE);
            updater.step(parameters, gradient, 1);
        };
    }

    private Node embedded(Graph graph, Node input) {
        NumericEmbedding embedding =
                switch (this) {
                    case PIECEWISE -> new NumericEmbedding.PiecewiseLinear(null, null);
                    case PERIODIC -> new NumericEmbedding.Periodic(null, null, null);
                    default -> new NumericEmbedding.None();
                };
        NumericColumns columns = new NumericColumns(List.of(0, 1, 3, 12));
        double[] edges = {-1, -0.5, 0, 0.3, 1};
        return embedding.addTo(
                graph, "numbers", input, columns, bins -> new BinEdges(Collections.nCopies(columns.count(), edges)));
    }

    private void fill(Matrix x) {
        List<Embedding.Table> tables = hidden.get(0) instanceof Embedding embedding ? embedding.tables() : List.of();
        int numbers = x.columns() - tables.size();
        for (int i = 0; i < rows * x.columns(); i++) {
            int column = i % x.columns();
            x.data()[x.offset() + i] = column < numbers
                    ? (float) Math.sin(i)
                    : i % tables.get(column - numbers).categories();
        }
    }
}
