package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.credence.kernels.simd.distance.Distances;
import io.credence.kernels.simd.distance.Triplets;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.GaussianLikelihood;
import io.credence.kernels.simd.elementwise.Waves;
import io.credence.kernels.simd.image.Patches;
import io.credence.kernels.simd.image.Window;
import io.credence.kernels.simd.image.WindowPooling;
import io.credence.kernels.simd.mixture.MixtureQuantiles;
import io.credence.kernels.simd.noise.GaussianNoise;
import io.credence.kernels.simd.noise.InvertedDropout;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.product.Transposition;
import io.credence.kernels.simd.reduction.ColumnNormalization;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.reduction.RowNormalization;
import io.credence.kernels.simd.reduction.Softmax;
import io.credence.kernels.simd.update.Updates;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Verifies that kernels keep vectors in registers: a vector anywhere else is an object on the heap. All kernels are
 * warmed up together, as in a program, because what the compiler inlines into one depends on what it has compiled of
 * the others.
 */
class KernelAllocationTest {
    private static final int ROWS = 33;

    /** At 512 bits, a group of four vectors, a single vector, and a few elements. */
    private static final int COLUMNS = 86;

    private static final int WARM_UP_SECONDS = 40;
    private static final int CALLS = 200;
    private static final int QUIET_ROUNDS = 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Random random = new Random(1);
    private final Map<String, Runnable> kernels = new LinkedHashMap<>();
    private final Matrix x = input(ROWS, COLUMNS);
    private final Matrix y = input(ROWS, COLUMNS);
    private final Matrix dx = input(ROWS, COLUMNS);
    private final Matrix dy = input(ROWS, COLUMNS);
    private final Matrix row = input(1, COLUMNS);
    private final Matrix scale = input(1, COLUMNS);
    private final Matrix gain = input(1, COLUMNS);
    private final Matrix bias = input(1, COLUMNS);
    private final Matrix column = input(ROWS, 1);
    private final Matrix column2 = input(ROWS, 1);

    @Test
    void everyKernel_onceCompiled_allocatesNothing() {
        addProducts();
        addActivations();
        addElementwise();
        addReductions();
        addSoftmax();
        addNormalizations();
        addLosses();
        addUpdates();
        addImagesAndDraws();
        addQuantiles();
        Map<String, Long> allocating = allocating();
        long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        for (int quiet = 0; quiet < QUIET_ROUNDS && System.nanoTime() < end; ) {
            allocating = allocating();
            quiet = allocating.isEmpty() ? quiet + 1 : 0;
        }
        assertThat(allocating).as("bytes allocated by %d calls", CALLS).isEmpty();
    }

    /** Returns the kernels that allocate, each with the bytes that it allocates in {@value #CALLS} calls. */
    private Map<String, Long> allocating() {
        Map<String, Long> allocating = new TreeMap<>();
        kernels.forEach((name, kernel) -> {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int call = 0; call < CALLS; call++) {
                kernel.run();
            }
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            if (bytes > 0) {
                allocating.put(name, bytes);
            }
        });
        return allocating;
    }

    private void addProducts() {
        Gemm gemm = new Gemm();
        Matrix square = input(COLUMNS, COLUMNS);
        Matrix narrow = input(COLUMNS, 2);
        Matrix two = input(ROWS, 2);
        Matrix twoBias = input(1, 2);
        Matrix sums = input(COLUMNS, COLUMNS);
        kernels.put("A B", () -> gemm.multiply(Transposition.NONE, y, x, square, bias, Activation.RELU));
        kernels.put(
                "A B, two columns", () -> gemm.multiply(Transposition.NONE, two, x, narrow, twoBias, Activation.TANH));
        kernels.put("A^T B", () -> gemm.multiplyAdd(Transposition.LEFT, sums, x, dy));
        kernels.put("A B^T", () -> gemm.multiply(Transposition.RIGHT, dx, dy, square));
    }

    private void addActivations() {
        for (Activation f : Activation.values()) {
            kernels.put(f + " forward", () -> Activations.forward(f, y, x));
            kernels.put(f + " in place", () -> Activations.forward(f, y, y));
            kernels.put(f + " backward", () -> Activations.backward(f, dx, dy, x, y));
        }
    }

    private void addElementwise() {
        kernels.put("fill", () -> Elementwise.fill(y, 1f));
        kernels.put("copy", () -> Elementwise.copy(y, x));
        kernels.put("copyColumns", () -> Elementwise.copyColumns(y, 1, x, 2, 3));
        kernels.put("add", () -> Elementwise.add(y, x, dy));
        kernels.put("subtract", () -> Elementwise.subtract(y, x, dy));
        kernels.put("multiply", () -> Elementwise.multiply(y, x, dy));
        kernels.put("divide", () -> Elementwise.divide(y, x, dy));
        kernels.put("addProduct", () -> Elementwise.addProduct(y, x, dy));
        kernels.put("scale", () -> Elementwise.scale(y, x, 2f));
        kernels.put("addScaled", () -> Elementwise.addScaled(y, x, 2f));
        kernels.put("addSign", () -> Elementwise.addSign(y, x, 2f));
        kernels.put("addConstant", () -> Elementwise.addConstant(y, x, 2f));
        kernels.put("squareRoot", () -> Elementwise.squareRoot(y, x));
        kernels.put("exp", () -> Elementwise.exp(y, x));
        kernels.put("log", () -> Elementwise.log(y, x));
        kernels.put("cosine", () -> Waves.cosine(y, x, 0.25f));
        kernels.put("interpolate", () -> Elementwise.interpolate(y.data(), 1, x.data(), 2, 99, 0.3f, 90));
        kernels.put("multiplyColumn", () -> Broadcasting.multiplyColumn(y, x, column));
        kernels.put("atLeast", () -> Elementwise.atLeast(y, x, 0.5f));
        kernels.put("oneMinusExp", () -> Elementwise.oneMinusExp(y, x));
        kernels.put("multiplyRow", () -> Broadcasting.multiplyRow(y, x, row));
        kernels.put("scaleAndShiftRows", () -> Broadcasting.scaleAndShiftRows(y, x, row, row));
        kernels.put("addProductColumn", () -> Broadcasting.addProductColumn(y, x, column));
    }

    private void addReductions() {
        kernels.put("rowSums", () -> Reductions.rowSums(column, x));
        kernels.put("rowDots", () -> Reductions.rowDots(column, x, dy));
        kernels.put("columnSums", () -> Reductions.columnSums(row, x, false));
        kernels.put("sum", () -> Reductions.sum(x.data(), 0, x.data().length));
        kernels.put("sumOfSquares", () -> Reductions.sumOfSquares(x.data(), 0, x.data().length));
        kernels.put("countZeros", () -> Reductions.countZeros(x));
    }

    private void addSoftmax() {
        kernels.put("softmax", () -> Softmax.softmax(y, x));
        Matrix narrow = input(ROWS, 10);
        kernels.put("narrow softmax", () -> Softmax.softmax(narrow, narrow));
        kernels.put("softmaxBackward", () -> Softmax.softmaxBackward(dx, dy, x));
        kernels.put("logSoftmax", () -> Softmax.logSoftmax(y, column, x));
    }

    private void addNormalizations() {
        kernels.put("batch moments", () -> ColumnNormalization.moments(row, scale, x));
        kernels.put("batch scale", () -> ColumnNormalization.scale(scale, row, 1e-5f));
        kernels.put("batch forward", () -> ColumnNormalization.forward(y, x, row, scale, gain, bias));
        kernels.put("batch sums", () -> ColumnNormalization.sums(gain, bias, dy, x, row, scale));
        kernels.put("batch backward", () -> ColumnNormalization.backward(dx, dy, x, row, scale, gain, bias, row));
        kernels.put("layer statistics", () -> RowNormalization.layerStatistics(column, column2, x, 1e-5f));
        kernels.put("rms statistics", () -> RowNormalization.rmsStatistics(column, column2, x, 1e-5f));
        kernels.put("row forward", () -> RowNormalization.forward(y, x, column, column2, gain, bias));
        kernels.put("gain gradient", () -> RowNormalization.gainGradient(gain, dy, x, column, column2));
        kernels.put("layer backward", () -> RowNormalization.layerBackward(dx, dy, x, column, column2, gain));
        kernels.put("rms backward", () -> RowNormalization.rmsBackward(dx, dy, x, column, column2, gain));
    }

    private void addLosses() {
        Matrix distances = input(ROWS, ROWS);
        Matrix slopes = input(ROWS, ROWS);
        Matrix labels = input(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            labels.data()[i] = i % 4;
        }
        Matrix targets = input(ROWS, COLUMNS / 2);
        kernels.put("gaussian losses", () -> GaussianLikelihood.losses(column, x, y, dy, targets));
        kernels.put("gaussian gradients", () -> GaussianLikelihood.gradients(dx, column, x, dy, targets));
        kernels.put("distances", () -> Distances.between(distances, slopes, slopes));
        kernels.put("divide by distances", () -> Distances.divide(slopes, distances));
        kernels.put("add transposed", () -> Distances.addTransposed(slopes));
        kernels.put("contrast", () -> Distances.contrast(distances, slopes, distances, labels, 1f));
        kernels.put("triplets", () -> Triplets.add(column, slopes, distances, labels, 3, 7, 1f));
        kernels.put("farthest positive", () -> Triplets.farthestPositive(distances, labels, 3));
        kernels.put("farthest negative", () -> Triplets.farthestNegative(distances, labels, 3));
        kernels.put("nearest negative", () -> Triplets.nearestNegative(distances, labels, 3, 0.5f));
    }

    private void addUpdates() {
        int n = 777;
        float[] w = input(1, n).data();
        float[] g = input(1, n).data();
        float[] m = new float[n];
        float[] v = new float[n];
        float[] most = new float[n];
        Updates.Step step = new Updates.Step().set(0.1f, 1, 0, 0);
        Updates.Adam adam = new Updates.Adam().set(0.9f, 0.99f, 1e-8f, 0.1, 0.01);
        kernels.put("sgd", () -> Updates.sgd(w, g, 1, n, step));
        kernels.put("momentum", () -> Updates.momentum(w, g, m, 1, n, 0.9f, false, step));
        kernels.put("nesterov", () -> Updates.momentum(w, g, m, 1, n, 0.9f, true, step));
        kernels.put("adam", () -> Updates.adam(w, g, m, v, 1, n, adam, step));
        kernels.put("average", () -> Updates.average(w, g, 1, n, 0.1f));
        kernels.put("amsgrad", () -> Updates.amsgrad(w, g, m, v, most, 1, n, adam, step));
    }

    private void addImagesAndDraws() {
        long[] keys = random.longs(ROWS).toArray();
        Window window = new Window(7, 6, 21, 3, 2, 2, 1);
        Matrix images = input(2, window.imageSize());
        Matrix patches = input(2 * window.patches(), window.patchSize());
        Matrix pooled = input(2, window.patches() * 21);
        kernels.put("dropout mask", () -> InvertedDropout.mask(y, 7, keys, 3, 0.3f));
        kernels.put("noise", () -> GaussianNoise.fill(y, 7, keys, 3));
        kernels.put("extract patches", () -> Patches.extract(patches, images, window));
        kernels.put("scatter patches", () -> Patches.scatterAdd(images, patches, window));
        kernels.put("max pooling", () -> WindowPooling.max(pooled, images, window));
        kernels.put("max pooling backward", () -> WindowPooling.maxBackward(images, pooled, images, window));
        kernels.put("average pooling", () -> WindowPooling.average(pooled, images, window));
        kernels.put("average pooling backward", () -> WindowPooling.averageBackward(images, pooled, window));
    }

    private void addQuantiles() {
        MixtureQuantiles quantiles = new MixtureQuantiles();
        double[] means = random.doubles(5).toArray();
        double[] deviations = random.doubles(5).map(x -> x + 0.1).toArray();
        double[] weights = {1, 2, 3, 4, 5};
        kernels.put("quantiles of a mixture", () -> {
            for (int p = 0; p < MixtureQuantiles.PROBLEMS; p++) {
                quantiles.set(p, weights, means, deviations, 0.5, 1, 0.025, -1.96);
            }
            quantiles.solve(MixtureQuantiles.PROBLEMS);
        });
    }

    private Matrix input(int rows, int columns) {
        Matrix a = Matrix.zeros(rows, columns);
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = random.nextFloat();
        }
        return a;
    }
}
