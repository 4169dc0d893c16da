package io.credence.benchmarks.kernels;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.TouchedRows;
import io.credence.kernels.embedding.Embed;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.GaussianLikelihood;
import io.credence.kernels.simd.noise.GaussianNoise;
import io.credence.kernels.simd.noise.InvertedDropout;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.reduction.ColumnNormalization;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.reduction.RowNormalization;
import io.credence.kernels.simd.reduction.Softmax;
import io.credence.kernels.simd.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The parts of a training step besides matrix products, on the activations of a layer: {@value #ROWS} rows of {@value
 * #COLUMNS} columns.
 *
 * <p>Each part comes with the work that it cannot avoid. Bytes count every array once for each pass over it that the
 * definition needs. Operations are vector instructions per element, where a division or a square root counts as eight;
 * they are counted in the source of the loops.
 */
final class StepParts {
    static final int ROWS = 512;
    static final int COLUMNS = 256;

    private static final int ELEMENTS = ROWS * COLUMNS;
    private static final int CLASSES = 10;
    private static final int CATEGORIES = 100_000;
    private static final int WIDTH = 16;
    private static final int CATEGORY_ROWS = 4096;

    /** The operations of an activation and of its derivative. */
    private static final Map<Activation, int[]> OPERATIONS = Map.of(
            Activation.SIGMOID, new int[] {35, 3},
            Activation.TANH, new int[] {48, 3},
            Activation.RELU, new int[] {1, 2},
            Activation.LEAKY_RELU, new int[] {3, 3},
            Activation.ELU, new int[] {25, 4},
            Activation.GELU, new int[] {42, 62},
            Activation.SILU, new int[] {36, 42},
            Activation.SOFTPLUS, new int[] {38, 36});

    private final Random random = new Random(1);
    private final List<Part> parts = new ArrayList<>();
    private final Matrix x = matrix(ROWS, COLUMNS);
    private final Matrix y = matrix(ROWS, COLUMNS);
    private final Matrix dx = matrix(ROWS, COLUMNS);
    private final Matrix dy = matrix(ROWS, COLUMNS);
    private final Matrix row = matrix(1, COLUMNS);
    private final Matrix row2 = matrix(1, COLUMNS);
    private final Matrix gain = matrix(1, COLUMNS);
    private final Matrix bias = matrix(1, COLUMNS);
    private final Matrix column = matrix(ROWS, 1);
    private final Matrix column2 = matrix(ROWS, 1);

    /**
     * One part.
     *
     * @param bytes the bytes that a call reads and writes
     * @param operations the vector instructions of a call, times the lanes of a vector
     */
    record Part(String name, String shape, double bytes, double operations, Runnable call) {}

    private StepParts() {}

    static List<Part> all() {
        StepParts step = new StepParts();
        step.addElementwise();
        step.addActivations();
        step.addSoftmax();
        step.addLikelihood();
        step.addColumnNormalization();
        step.addRowNormalization();
        step.addDraws();
        step.addUpdates();
        step.addEmbedding();
        return step.parts;
    }

    private void addElementwise() {
        add("bias or gain by row", 8, 1, () -> Broadcasting.multiplyRow(y, x, row));
        add("sum of two gradients", 12, 1, () -> Elementwise.add(y, x, dy));
        add("column sums", 4, 1, () -> Reductions.columnSums(row, x, false));
        add("sum of squares", 4, 1, () -> Reductions.sumOfSquares(x.data(), 0, ELEMENTS));
    }

    private void addActivations() {
        for (Activation f : Activation.values()) {
            int[] operations = OPERATIONS.get(f);
            if (operations != null) {
                String name = f.name().toLowerCase(Locale.ROOT).replace('_', '-');
                add(name, 8, operations[0], () -> Activations.forward(f, y, x));
                add(name + ", backward", 12, operations[1], () -> Activations.backward(f, dx, dy, x, y));
            }
        }
    }

    private void addSoftmax() {
        add("softmax", 8, 30, () -> Softmax.softmax(y, x));
        add("softmax, backward", 12, 4, () -> Softmax.softmaxBackward(dx, dy, x));
        add("cross-entropy", 8, 26, () -> Softmax.logSoftmax(y, column, x));
        Matrix logits = matrix(ELEMENTS / CLASSES, CLASSES);
        Matrix logarithms = matrix(ELEMENTS / CLASSES, CLASSES);
        Matrix sums = matrix(ELEMENTS / CLASSES, 1);
        double elements = (double) logits.rows() * CLASSES;
        String shape = logits.rows() + " x " + CLASSES;
        parts.add(new Part("softmax", shape, 8 * elements, 30 * elements, () -> Softmax.softmax(logarithms, logits)));
        parts.add(new Part(
                "cross-entropy",
                shape,
                8 * elements,
                26 * elements,
                () -> Softmax.logSoftmax(logarithms, sums, logits)));
    }

    private void addLikelihood() {
        Matrix targets = matrix(ROWS, COLUMNS / 2);
        add("Gaussian likelihood", 14, 6, () -> GaussianLikelihood.losses(column, x, y, dy, targets));
        add("Gaussian likelihood, backward", 14, 10, () -> GaussianLikelihood.gradients(dx, column, x, dy, targets));
    }

    private void addColumnNormalization() {
        add("batch norm, moments", 8, 3, () -> ColumnNormalization.moments(row, row2, x));
        add("batch norm, forward", 8, 2, () -> ColumnNormalization.forward(y, x, row, gain, gain, bias));
        add("batch norm, gradient sums", 8, 3, () -> ColumnNormalization.sums(row, row2, dy, x, gain, bias));
        add("batch norm, backward", 12, 4, () -> ColumnNormalization.backward(dx, dy, x, row, gain, gain, bias, row2));
    }

    private void addRowNormalization() {
        add("layer norm, statistics", 4, 3, () -> RowNormalization.layerStatistics(column, column2, x, 1e-5f));
        add("RMS norm, statistics", 4, 1, () -> RowNormalization.rmsStatistics(column, column2, x, 1e-5f));
        add("layer or RMS norm, forward", 8, 3, () -> RowNormalization.forward(y, x, column, column2, gain, bias));
        add("layer or RMS norm, gain", 8, 3, () -> RowNormalization.gainGradient(row, dy, x, column, column2));
        add("layer norm, backward", 12, 8, () -> RowNormalization.layerBackward(dx, dy, x, column, column2, gain));
        add("RMS norm, backward", 12, 6, () -> RowNormalization.rmsBackward(dx, dy, x, column, column2, gain));
    }

    private void addDraws() {
        long[] keys = random.longs(ROWS).toArray();
        add("dropout mask", 4, 25, () -> InvertedDropout.mask(y, 7, keys, 3, 0.3f));
        add("Gaussian noise", 4, 78, () -> GaussianNoise.fill(y, 7, keys, 3));
    }

    private void addUpdates() {
        float[] w = matrix(1, ELEMENTS).data();
        float[] g = matrix(1, ELEMENTS).data();
        float[] m = new float[ELEMENTS];
        float[] v = new float[ELEMENTS];
        float[] highest = new float[ELEMENTS];
        Updates.Step step = new Updates.Step().set(1e-6f, 1, 0, 0);
        Updates.Adam adam = new Updates.Adam().set(0.9, 0.999, 1e-8, 0.1, 0.001);
        add("SGD", 12, 5, () -> Updates.sgd(w, g, 0, ELEMENTS, step));
        add("momentum", 20, 6, () -> Updates.momentum(w, g, m, 0, ELEMENTS, 0.9f, false, step));
        add("Adam", 28, 30, () -> Updates.adam(w, g, m, v, 0, ELEMENTS, adam, step));
        add("AMSGrad", 36, 31, () -> Updates.amsgrad(w, g, m, v, highest, 0, ELEMENTS, adam, step));
    }

    private void addEmbedding() {
        Matrix rows = Matrix.zeros(CATEGORY_ROWS, 1);
        for (int i = 0; i < CATEGORY_ROWS; i++) {
            rows.data()[i] = random.nextInt(CATEGORIES);
        }
        Matrix table = matrix(CATEGORIES, WIDTH);
        Matrix gradient = matrix(CATEGORIES, WIDTH);
        Embed embed = new Embed(0);
        Frame frame = new Frame(
                embed,
                new Frame.Shared(Mode.TRAINING, new Draws(1), new Gemm()),
                new Frame.Slot[] {
                    new Frame.Slot(Shape.batchOf(1), rows, null),
                    new Frame.Slot(Shape.fixed(CATEGORIES, WIDTH), table, gradient, new TouchedRows(gradient))
                },
                new Frame.Slot(Shape.batchOf(WIDTH), matrix(CATEGORY_ROWS, WIDTH), matrix(CATEGORY_ROWS, WIDTH)),
                new Matrix[0]);
        double elements = (double) CATEGORY_ROWS * WIDTH;
        String shape = CATEGORY_ROWS + " of " + CATEGORIES + " x " + WIDTH;
        parts.add(new Part("embedding", shape, 8 * elements, elements, frame::forward));
        parts.add(new Part("embedding, backward", shape, 20 * elements, elements, frame::backward));
    }

    private void add(String name, int bytesPerElement, int operationsPerElement, Runnable call) {
        double bytes = (double) bytesPerElement * ELEMENTS;
        parts.add(new Part(name, ROWS + " x " + COLUMNS, bytes, (double) operationsPerElement * ELEMENTS, call));
    }

    private Matrix matrix(int rows, int columns) {
        Matrix a = Matrix.zeros(rows, columns);
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = random.nextFloat() + 0.1f;
        }
        return a;
    }
}
