package io.credence.kernels.simd;

import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.sum;
import static io.credence.kernels.simd.Matrices.view;

import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.ColumnNormalization;
import io.credence.kernels.simd.reduction.RowNormalization;
import io.credence.kernels.simd.reduction.Softmax;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Kernels with a forward and a backward pass: the first is compared with its definition, the second with the analytic
 * derivative.
 */
class DifferentiableKernelsTest {
    private static final double TOLERANCE = 2e-5;
    private static final float EPSILON = 1e-3f;

    @Property(tries = 150)
    void activation_andItsDerivative_matchTheirDefinitions(
            @ForAll Activation f,
            @ForAll @IntRange(max = 9) int rows,
            @ForAll @IntRange(max = 140) int columns,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix x = view(random, rows, columns, wild);
        Elementwise.scale(x, x, 3f);
        if (Activations.needsInput(f)) {
            // At infinity, these functions multiply infinity by 0, so their value is unspecified. This turns infinity
            // into NaN.
            Elementwise.addProduct(x, x, Matrix.zeros(rows, columns));
        }
        Matrix y = view(random, rows, columns);
        Matrix old = copy(y);
        Activations.forward(f, y, x);
        assertResult(y, old, TOLERANCE, (i, j) -> value(f, at(x, i, j)));
        Matrix dy = view(random, rows, columns);
        Matrix dx = view(random, rows, columns);
        Matrix before = copy(dx);
        Activations.backward(f, dx, dy, Activations.needsInput(f) ? x : y, y);
        assertResult(dx, before, TOLERANCE, (i, j) -> at(dy, i, j) * slope(f, at(x, i, j)));
    }

    @Property(tries = 80)
    void softmaxFamily_andItsDerivatives_matchTheirDefinitions(
            @ForAll @IntRange(max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 140) int columns,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix x = view(random, rows, columns, wild);
        Elementwise.scale(x, x, 20f);
        Matrix p = view(random, rows, columns);
        Matrix old = copy(p);
        Softmax.softmax(p, x);
        assertResult(p, old, TOLERANCE, (i, j) -> Math.exp(at(x, i, j) - logSumExp(x, i)));
        Matrix dy = view(random, rows, columns, wild);
        Matrix dx = view(random, rows, columns);
        Matrix b1 = copy(dx);
        Softmax.softmaxBackward(dx, dy, p);
        assertResult(
                dx,
                b1,
                TOLERANCE,
                (i, j) -> at(p, i, j) * (at(dy, i, j) - sum(columns, l -> at(p, i, l) * at(dy, i, l))));
        Matrix log = view(random, rows, columns);
        Matrix b2 = copy(log);
        Matrix total = view(random, rows, 1);
        Matrix b3 = copy(total);
        Softmax.logSoftmax(log, total, x);
        assertResult(log, b2, TOLERANCE, (i, j) -> at(x, i, j) - logSumExp(x, i));
        assertResult(total, b3, TOLERANCE, (i, j) -> logSumExp(x, i));
    }

    @Property(tries = 60)
    void batchNormalization_andItsDerivatives_matchTheirDefinitions(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(max = 140) int columns,
            @ForAll boolean constant,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix x = view(random, rows, columns, wild);
        if (constant && columns > 0) {
            // The mean of integers is exact. Otherwise, mere rounding errors would be magnified.
            fill(x, rows, 1, random.nextInt(9) - 4);
        }
        Matrix[] r = new Matrix[7];
        for (int i = 0; i < r.length; i++) {
            r[i] = view(random, 1, columns);
        }
        Matrix b0 = copy(r[0]);
        Matrix b1 = copy(r[1]);
        ColumnNormalization.moments(r[0], r[1], x);
        assertResult(r[0], b0, TOLERANCE, (i, j) -> mean(x, j));
        assertResult(r[1], b1, TOLERANCE, (i, j) -> variance(x, j));
        Matrix b2 = copy(r[2]);
        ColumnNormalization.scale(r[2], r[1], EPSILON);
        assertResult(r[2], b2, 1e-4, (i, j) -> 1 / Math.sqrt(variance(x, j) + EPSILON));
        Matrix gain = r[3];
        Matrix bias = r[4];
        Matrix y = view(random, rows, columns);
        Matrix b3 = copy(y);
        ColumnNormalization.forward(y, x, r[0], r[2], gain, bias);
        assertResult(y, b3, 1e-4, (i, j) -> normal(x, i, j) * at(gain, 0, j) + at(bias, 0, j));
        Matrix dy = view(random, rows, columns);
        Matrix b5 = copy(r[5]);
        Matrix b6 = copy(r[6]);
        ColumnNormalization.sums(r[5], r[6], dy, x, r[0], r[2]);
        assertResult(r[5], b5, 1e-4, (i, j) -> sum(rows, l -> at(dy, l, j) * normal(x, l, j)));
        assertResult(r[6], b6, 1e-4, (i, j) -> sum(rows, l -> at(dy, l, j)));
        Elementwise.scale(r[5], r[5], 1f / rows);
        Elementwise.scale(r[6], r[6], 1f / rows);
        Matrix dx = view(random, rows, columns);
        Matrix b7 = copy(dx);
        ColumnNormalization.backward(dx, dy, x, r[0], r[2], gain, r[5], r[6]);
        assertResult(
                dx,
                b7,
                1e-3,
                (i, j) -> at(gain, 0, j)
                        / Math.sqrt(variance(x, j) + EPSILON)
                        * (at(dy, i, j)
                                - sum(rows, l -> at(dy, l, j)) / rows
                                - normal(x, i, j) * sum(rows, l -> at(dy, l, j) * normal(x, l, j)) / rows));
    }

    @Property(tries = 80)
    void rowNormalization_andItsDerivatives_matchTheirDefinitions(
            @ForAll boolean centred,
            @ForAll @IntRange(max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 140) int n,
            @ForAll boolean constant,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix x = view(random, rows, n, wild);
        if (constant && rows > 0) {
            fill(x, 1, n, random.nextInt(9) - 4);
        }
        Matrix centre = view(random, rows, 1);
        Matrix scale = view(random, rows, 1);
        Matrix gain = view(random, 1, n);
        Matrix bias = view(random, 1, n);
        if (centred) {
            RowNormalization.layerStatistics(centre, scale, x, EPSILON);
        } else {
            RowNormalization.rmsStatistics(centre, scale, x, EPSILON);
        }
        Matrix y = view(random, rows, n);
        Matrix b1 = copy(y);
        RowNormalization.forward(y, x, centre, scale, gain, bias);
        Matrices.Definition normal = (i, j) -> {
            double mean = centred ? sum(n, l -> at(x, i, l)) / n : 0;
            double square = sum(n, l -> Math.pow(at(x, i, l) - mean, 2)) / n;
            return (at(x, i, j) - mean) / Math.sqrt(square + EPSILON);
        };
        assertResult(y, b1, 1e-4, (i, j) -> normal.at(i, j) * at(gain, 0, j) + at(bias, 0, j));
        Matrix dy = view(random, rows, n);
        Matrix dGain = view(random, 1, n);
        Matrix b2 = copy(dGain);
        RowNormalization.gainGradient(dGain, dy, x, centre, scale);
        assertResult(dGain, b2, 1e-4, (i, j) -> sum(rows, r -> at(dy, r, j) * normal.at(r, j)));
        Matrix dx = view(random, rows, n);
        Matrix b3 = copy(dx);
        if (centred) {
            RowNormalization.layerBackward(dx, dy, x, centre, scale, gain);
        } else {
            RowNormalization.rmsBackward(dx, dy, x, centre, scale, gain);
        }
        assertResult(
                dx,
                b3,
                1e-3,
                (i, j) -> at(scale, i, 0)
                        * (at(dy, i, j) * at(gain, 0, j)
                                - (centred ? sum(n, l -> at(dy, i, l) * at(gain, 0, l)) / n : 0)
                                - normal.at(i, j) * sum(n, l -> at(dy, i, l) * at(gain, 0, l) * normal.at(i, l)) / n));
    }

    /** Fills the first rows and columns. */
    private static void fill(Matrix x, int rows, int columns, double value) {
        Elementwise.fill(new Matrix(x.data(), x.offset(), rows, columns, x.stride()), (float) value);
    }

    private static double mean(Matrix x, int j) {
        return sum(x.rows(), i -> at(x, i, j)) / x.rows();
    }

    private static double variance(Matrix x, int j) {
        double mean = mean(x, j);
        return sum(x.rows(), i -> Math.pow(at(x, i, j) - mean, 2)) / x.rows();
    }

    private static double normal(Matrix x, int i, int j) {
        return (at(x, i, j) - mean(x, j)) / Math.sqrt(variance(x, j) + EPSILON);
    }

    private static double logSumExp(Matrix x, int i) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < x.columns(); j++) {
            max = Math.max(max, at(x, i, j));
        }
        double shift = max;
        return max + Math.log(sum(x.columns(), j -> Math.exp(at(x, i, j) - shift)));
    }

    private static double value(Activation f, double x) {
        return switch (f) {
            case IDENTITY -> x;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case ELU -> x > 0 ? x : Math.expm1(x);
            case GELU -> x * gaussian(x);
            case SILU -> x / (1 + Math.exp(-x));
            case SOFTPLUS -> Math.log1p(Math.exp(x));
        };
    }

    private static double slope(Activation f, double x) {
        double h = 1e-6;
        // Beyond this range, slopes are constant.
        double near = Math.max(-40, Math.min(40, x));
        return switch (f) {
            case IDENTITY -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : 0.01;
            default -> (value(f, near + h) - value(f, near - h)) / (2 * h);
        };
    }

    /** Returns the Gaussian distribution function by its series (Marsaglia 2004). */
    private static double gaussian(double x) {
        double magnitude = Math.min(Math.abs(x), 8);
        double term = magnitude;
        double sum = magnitude;
        for (int i = 3; i < 400; i += 2) {
            term *= magnitude * magnitude / i;
            sum += term;
        }
        double upper = 0.5 + sum * Math.exp(-magnitude * magnitude / 2) / Math.sqrt(2 * Math.PI);
        return x < 0 ? 1 - upper : upper;
    }
}
