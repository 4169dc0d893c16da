package io.credence.kernels.simd;

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
import io.credence.kernels.simd.reduction.PooledStatistics;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.reduction.RowNormalization;
import io.credence.kernels.simd.reduction.Softmax;
import io.credence.kernels.simd.update.Updates;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * A program that runs every kernel on fixed inputs and prints one checksum of all the resulting bits. The first
 * argument is the number of threads of a product. The second is the number of seconds for which everything is repeated,
 * so that the kernels are compiled; every repetition must give the same checksum.
 */
final class KernelFingerprint {
    private static final int ROWS = 13;

    /** At 512 bits, a group of four vectors, a single vector, and a few elements: every path through a row. */
    private static final int COLUMNS = 86;

    /** Rows, columns and depth of a product, and the gap between the rows of A: one product for every path. */
    private static final int[][] PRODUCTS = {
        {24, 210, 210, 2},
        {17, 37, 300, 2},
        {5, 2, 9, 2},
        {37, 3, 50, 2},
        {5, 33, 600, 2},
        {7, 300, 20, 2},
        {13, 70, 230, 1001}
    };

    /** Products with more multiplications take the interpreter too long to run twice. */
    private static final int LARGE = 60_000;

    private static final float[] EXTREMES = {
        0f, -0f, Float.MIN_VALUE, -1e-40f, 1e30f, -1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };

    private static final int ORDINARY = 25;

    private final CRC32C hash;
    private final boolean extremes;
    private final Random random = new Random(42);
    private final Matrix x;
    private final Matrix g;
    private final Matrix out;
    private final Matrix row;
    private final Matrix row2;
    private final Matrix column;
    private final Matrix column2;

    /**
     * Creates the inputs. With {@code extremes}, matrices have no gaps between their rows, so that kernels take other
     * paths.
     */
    private KernelFingerprint(CRC32C hash, boolean extremes) {
        this.hash = hash;
        this.extremes = extremes;
        x = input(ROWS, COLUMNS);
        g = input(ROWS, COLUMNS);
        out = input(ROWS, COLUMNS);
        row = input(1, COLUMNS);
        row2 = input(1, COLUMNS);
        column = input(ROWS, 1);
        column2 = input(ROWS, 1);
    }

    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        long end = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000L;
        try (Gemm gemm = new Gemm(threads)) {
            long first = of(gemm);
            while (System.nanoTime() < end) {
                long again = of(gemm);
                if (again != first) {
                    throw new IllegalStateException("warm: " + again + ", cold: " + first);
                }
            }
            System.out.println(Long.toHexString(first));
        }
    }

    private static long of(Gemm gemm) {
        CRC32C hash = new CRC32C();
        new KernelFingerprint(hash, false).addAll(gemm);
        new KernelFingerprint(hash, true).addAll(gemm);
        return hash.getValue();
    }

    private void addAll(Gemm gemm) {
        products(gemm);
        vanishingProducts(gemm);
        activations();
        arithmetic();
        rowsAndColumns();
        normalizations();
        losses();
        updates();
        images();
        quantiles();
    }

    private void products(Gemm gemm) {
        for (Transposition t : Transposition.values()) {
            boolean left = t == Transposition.LEFT;
            boolean right = t == Transposition.RIGHT;
            for (int[] s : PRODUCTS) {
                if (extremes && s[0] * s[1] * s[2] > LARGE) {
                    continue;
                }
                Matrix a = input(left ? s[2] : s[0], left ? s[0] : s[2], s[3]);
                Matrix b = input(right ? s[1] : s[2], right ? s[2] : s[1]);
                Matrix c = input(s[0], s[1]);
                gemm.multiplyAdd(t, c, a, b);
                add(c);
                gemm.multiply(t, c, a, b, input(1, s[1]), Activation.TANH);
                add(c);
            }
        }
    }

    /** Products that underflow are zeros with a sign, and so is their sum. */
    private void vanishingProducts(Gemm gemm) {
        Matrix a = Matrix.zeros(1, 16);
        Matrix b = Matrix.zeros(16, 1);
        Matrix c = Matrix.zeros(1, 1);
        Elementwise.fill(a, 1e-30f);
        Elementwise.fill(b, -1e-30f);
        gemm.multiply(Transposition.NONE, c, a, b);
        add(c);
    }

    private void activations() {
        for (Activation f : Activation.values()) {
            Activations.forward(f, out, x);
            add(out);
            Matrix dx = input(ROWS, COLUMNS);
            Activations.backward(f, dx, g, x, out);
            add(dx);
        }
    }

    private void arithmetic() {
        Elementwise.add(out, g, x);
        add(out);
        Elementwise.subtract(out, g, x);
        add(out);
        Elementwise.multiply(out, g, x);
        add(out);
        Elementwise.scale(out, x, 0.3f);
        add(out);
        Elementwise.addConstant(out, x, 0.3f);
        add(out);
        Elementwise.addScaled(out, x, 0.3f);
        add(out);
        Elementwise.copyColumns(out, 3, x, 1, COLUMNS - 5);
        add(out);
        Elementwise.exp(out, x);
        add(out);
        Elementwise.log(out, x);
        add(out);
        Elementwise.divide(out, g, x);
        add(out);
        Elementwise.addProduct(out, g, x);
        add(out);
        Elementwise.addSign(out, x, 0.3f);
        add(out);
        Elementwise.squareRoot(out, x);
        add(out);
        Elementwise.atLeast(out, x, -0.3f);
        add(out);
        Elementwise.oneMinusExp(out, x);
        add(out);
        Elementwise.interpolate(out.data(), 1, x.data(), 2, 95, 0.3f, 90);
        add(out);
        Waves.cosine(out, x, 0.25f);
        add(out);
        Broadcasting.multiplyRow(out, x, row);
        add(out);
        Broadcasting.scaleAndShiftRows(out, x, row, row);
        add(out);
        Broadcasting.multiplyColumn(out, x, column);
        add(out);
        Broadcasting.addProductColumn(out, g, column2);
        add(out);
    }

    private void rowsAndColumns() {
        Softmax.softmax(out, x);
        add(out);
        Softmax.softmaxBackward(out, g, out);
        add(out);
        Softmax.logSoftmax(out, column, x);
        add(out);
        add(column);
        Matrix narrow = input(2 * ROWS, 10);
        Softmax.softmax(narrow, narrow);
        add(narrow);
        Reductions.rowSums(column, x);
        add(column);
        Reductions.rowDots(column, x, g);
        add(column);
        Reductions.columnSums(row, x, true);
        add(row);
        add(Reductions.sum(x.data(), 1, x.data().length));
        add(Reductions.sumOfSquares(x.data(), 0, x.data().length));
        Matrix wide = input(2, 150);
        InvertedDropout.mask(wide, 7, new long[] {-5, 11}, 3, 0.3f);
        add(wide);
        GaussianNoise.fill(wide, 7, new long[] {-5, 11}, 3);
        add(wide);
        GaussianNoise.fill(wide, 7, 3);
        add(wide);
    }

    private void normalizations() {
        Matrix gain = input(1, COLUMNS);
        Matrix scale = input(1, COLUMNS);
        ColumnNormalization.moments(row, row2, x);
        ColumnNormalization.scale(scale, row2, 1e-5f);
        ColumnNormalization.forward(out, x, row, scale, gain, gain);
        add(out);
        Matrix dx = input(ROWS, COLUMNS);
        ColumnNormalization.backward(dx, g, x, row, scale, gain, gain, row2);
        add(dx);
        ColumnNormalization.sums(row, row2, g, x, gain, scale);
        add(row);
        add(row2);
        PooledStatistics.moments(row, row2, x, g, random.doubles(ROWS).toArray());
        add(row);
        add(row2);
        RowNormalization.layerStatistics(column, column2, x, 1e-5f);
        RowNormalization.forward(out, x, column, column2, gain, gain);
        add(out);
        RowNormalization.layerBackward(out, g, x, column, column2, gain);
        add(out);
        RowNormalization.gainGradient(gain, g, x, column, column2);
        RowNormalization.rmsStatistics(column, column2, x, 1e-5f);
        RowNormalization.forward(out, x, column, column2, gain, row);
        add(out);
        RowNormalization.rmsBackward(out, g, x, column, column2, gain);
        add(out);
    }

    private void losses() {
        Matrix labels = Matrix.zeros(COLUMNS, 1);
        for (int i = 0; i < COLUMNS; i++) {
            labels.data()[i] = i % 5;
        }
        Matrix distances = Matrix.zeros(COLUMNS, COLUMNS);
        Matrix slopes = input(COLUMNS, COLUMNS);
        Matrix costs = Matrix.zeros(COLUMNS, 1);
        Distances.between(distances, Matrix.zeros(COLUMNS, COLUMNS), input(COLUMNS, COLUMNS));
        add(distances);
        for (int row = 0; row < COLUMNS; row++) {
            int farthest = Triplets.farthestPositive(distances, labels, row);
            hash.update(farthest);
            hash.update(Triplets.farthestNegative(distances, labels, row));
            hash.update(Triplets.nearestNegative(distances, labels, row, 3f));
            Triplets.add(costs, slopes, distances, labels, row, farthest, 1f);
        }
        add(costs);
        add(slopes);
        Distances.divide(slopes, distances);
        Distances.addTransposed(slopes);
        add(slopes);
        Distances.contrast(distances, slopes, distances, labels, 3f);
        add(distances);
        add(slopes);
        Matrix predicted = input(ROWS, 2 * COLUMNS);
        Matrix gradients = input(ROWS, 2 * COLUMNS);
        GaussianLikelihood.losses(column, predicted, predicted, gradients, x);
        add(column);
        GaussianLikelihood.gradients(gradients, column, predicted, predicted, x);
        add(gradients);
    }

    private void updates() {
        int n = 77;
        float[] w = input(1, n).data();
        float[] gradient = input(1, n).data();
        float[] m = new float[n];
        float[] v = new float[n];
        float[] highest = new float[n];
        Updates.Step step = new Updates.Step().set(0.1f, 0.9f, 0.01f, 0.02f);
        Updates.Adam adam = new Updates.Adam().set(0.9f, 0.999f, 1e-8f, 0.1, 0.001);
        Updates.sgd(w, gradient, 1, n, step);
        Updates.momentum(w, gradient, m, 1, n, 0.9f, true, step);
        Updates.momentum(w, gradient, m, 1, n, 0.9f, false, step);
        Updates.adam(w, gradient, m, v, 1, n, adam, step);
        Updates.amsgrad(w, gradient, m, v, highest, 1, n, adam, new Updates.Step().set(0.1f, 0.9f, 0, 0.02f));
        Updates.average(w, gradient, 1, n, 0.1f);
        for (float[] values : new float[][] {w, m, v, highest}) {
            add(Matrix.dense(values, 0, 1, n));
        }
    }

    private void quantiles() {
        MixtureQuantiles quantiles = new MixtureQuantiles();
        for (int p = 0; p < 7; p++) {
            double[] means = random.doubles(11).map(x -> 20 * x).toArray();
            double[] deviations = random.doubles(11).map(x -> x + 0.01).toArray();
            double[] weights = random.doubles(11).toArray();
            quantiles.set(p, weights, means, deviations, 10, 25, 0.975, 1.96);
        }
        quantiles.solve(7);
        for (int p = 0; p < 7; p++) {
            add(quantiles.quantile(p));
        }
    }

    private void images() {
        Window window = new Window(7, 6, 21, 3, 2, 2, 1);
        Matrix images = input(2, window.imageSize());
        Matrix patches = input(2 * window.patches(), window.patchSize());
        Patches.extract(patches, images, window);
        add(patches);
        Patches.scatterAdd(images, patches, window);
        add(images);
        Matrix pooled = input(2, window.patches() * 21);
        WindowPooling.average(pooled, images, window);
        add(pooled);
        WindowPooling.max(pooled, images, window);
        add(pooled);
        WindowPooling.averageBackward(images, pooled, window);
        add(images);
        WindowPooling.maxBackward(images, pooled, images, window);
        add(images);
    }

    private Matrix input(int rows, int columns) {
        return input(rows, columns, extremes ? 0 : 2);
    }

    private Matrix input(int rows, int columns, int gap) {
        Matrix a = new Matrix(new float[3 + rows * (columns + gap)], 3, rows, columns, columns + gap);
        for (int i = 0; i < a.data().length; i++) {
            boolean extreme = extremes && random.nextInt(ORDINARY) == 0;
            a.data()[i] = extreme ? EXTREMES[random.nextInt(EXTREMES.length)] : (float) (random.nextGaussian() * 4);
        }
        return a;
    }

    private void add(double sum) {
        hash.update(Double.toHexString(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Adds the bits of a matrix. floatToIntBits ignores the payload of a NaN, which is not part of a result. */
    private void add(Matrix a) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                int bits = Float.floatToIntBits(a.data()[a.row(i) + j]);
                hash.update(bits);
                hash.update(bits >>> 8);
                hash.update(bits >>> 16);
                hash.update(bits >>> 24);
            }
        }
    }
}
