package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.spoil;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products compared with a loop in double precision, and bit by bit with the documented chain of fused multiply-adds.
 */
class GemmTest {
    private static final int[] SIZES = {
        0, 1, 2, 3, 4, 5, 11, 12, 13, 15, 16, 17, 31, 32, 33, 50, 64, 65, 100, 255, 256, 257, 300, 513, 600
    };

    private final Gemm gemm = new Gemm();

    @Property(tries = 300)
    void product_ofAnyShapeAndView_isTheSumInTheDocumentedOrder(
            @ForAll Transposition t,
            @ForAll @IntRange(max = 24) int mIndex,
            @ForAll @IntRange(max = 24) int nIndex,
            @ForAll @IntRange(max = 24) int kIndex,
            @ForAll boolean accumulate,
            @ForAll @IntRange(max = 3) int extremes,
            @ForAll long seed) {
        int m = SIZES[Math.min(mIndex, 20)];
        int n = SIZES[nIndex];
        int k = SIZES[Math.min(kIndex, 22)];
        Random random = new Random(seed);
        Matrix a = left(t, random, m, k);
        Matrix b = right(t, random, n, k);
        Matrix c = view(random, m, n);
        for (Matrix matrix : List.of(a, b, c)) {
            spoil(random, matrix.data(), extremes);
        }
        float[] before = c.data().clone();
        if (accumulate) {
            gemm.multiplyAdd(t, c, a, b);
        } else {
            gemm.multiply(t, c, a, b);
        }
        compare(t, a, b, c, before, accumulate, k);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 29, 70, 1100",
        "LEFT, 41, 97, 1100",
        "RIGHT, 30, 70, 530",
        "LEFT, 2057, 65, 40",
        "LEFT, 41, 160, 1100",
        "LEFT, 2057, 197, 40",
        "NONE, 2057, 65, 3",
        "NONE, 61, 3, 37",
        "RIGHT, 61, 2, 37",
        "LEFT, 61, 3, 37",
        "NONE, 61, 13, 37"
    })
    void product_ofRowsFarApart_isTheSumInTheDocumentedOrder(Transposition t, int m, int n, int k) {
        Random random = new Random(5);
        Matrix a = strided(random, t == Transposition.LEFT ? k : m, t == Transposition.LEFT ? m : k);
        Matrix b = right(t, random, n, k);
        Matrix c = view(random, m, n);
        float[] before = c.data().clone();
        gemm.multiplyAdd(t, c, a, b);
        compare(t, a, b, c, before, true, k);
    }

    private static Matrix left(Transposition t, Random random, int m, int k) {
        return t == Transposition.LEFT ? view(random, k, m) : view(random, m, k);
    }

    private static Matrix right(Transposition t, Random random, int n, int k) {
        return t == Transposition.RIGHT ? view(random, n, k) : view(random, k, n);
    }

    /**
     * Returns a matrix whose rows are so far apart that a transposed operand is packed if C has many columns. Its last
     * row ends with the array, and the elements in between are NaN.
     */
    private static Matrix strided(Random random, int rows, int columns) {
        int stride = columns + 2000;
        float[] data = new float[(rows - 1) * stride + columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = i % stride < columns ? (float) random.nextGaussian() : Float.NaN;
        }
        return new Matrix(data, 0, rows, columns, stride);
    }

    private static void compare(Transposition t, Matrix a, Matrix b, Matrix c, float[] before, boolean onto, int k) {
        boolean inLanes = t != Transposition.LEFT && c.columns() <= 4;
        float[] expected = before.clone();
        float[] x = new float[k];
        float[] y = new float[k];
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                int at = c.row(i) + j;
                double sum = onto ? before[at] : 0f;
                double magnitude = Math.abs(sum);
                for (int l = 0; l < k; l++) {
                    x[l] = t == Transposition.LEFT ? a.data()[a.row(l) + i] : a.data()[a.row(i) + l];
                    y[l] = t == Transposition.RIGHT ? b.data()[b.row(j) + l] : b.data()[b.row(l) + j];
                    sum += (double) x[l] * y[l];
                    magnitude += Math.abs((double) x[l] * y[l]);
                }
                float begin = onto ? before[at] : 0f;
                expected[at] = inLanes ? begin + sumInLanes(x, y) : chain(begin, x, y);
                if (Double.isFinite(sum)) {
                    assertThat(Math.abs(c.data()[at] - sum)).isLessThanOrEqualTo((k + 1) * 0x1p-24 * magnitude);
                } else {
                    assertThat(Double.valueOf(c.data()[at])).isEqualTo(Double.valueOf(sum));
                }
            }
        }
        // The whole array: a product touches nothing outside its view.
        assertThat(c.data()).isEqualTo(expected);
    }

    private static float chain(float sum, float[] x, float[] y) {
        for (int l = 0; l < x.length; l++) {
            sum = Math.fma(x[l], y[l], sum);
        }
        return sum;
    }

    private static float sumInLanes(float[] x, float[] y) {
        float[] lanes = new float[16];
        for (int l = 0; l < x.length; l++) {
            lanes[l % 16] = Math.fma(x[l], y[l], lanes[l % 16]);
        }
        for (int distance = 8; distance > 0; distance /= 2) {
            for (int l = 0; l < distance; l++) {
                lanes[l] += lanes[l + distance];
            }
        }
        return lanes[0];
    }

    @Property(tries = 150)
    void denseLayer_isTheProductThenBiasThenActivation(
            @ForAll Activation f,
            @ForAll Transposition t,
            @ForAll @IntRange(max = 40) int m,
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 40) int k,
            @ForAll boolean dense,
            @ForAll @IntRange(max = 3) int extremes,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = left(t, random, m, k);
        Matrix b = right(t, random, n, k);
        Matrix bias = view(random, 1, n);
        for (Matrix matrix : List.of(a, b, bias)) {
            spoil(random, matrix.data(), extremes);
        }
        Matrix c = dense ? Matrix.zeros(m, n) : view(random, m, n);
        Matrix expected = copy(c);
        gemm.multiply(t, expected, a, b);
        for (int i = 0; i < m; i++) {
            Matrix row = Matrix.dense(expected.data(), expected.row(i), 1, n);
            Elementwise.add(row, row, bias);
        }
        Activations.forward(f, expected, expected);
        gemm.multiply(t, c, a, b, bias, f);
        assertThat(c.data()).isEqualTo(expected.data());
    }

    /**
     * Covers register blocks, dot products, narrow blocks and pairs of columns; all are large enough for five threads.
     */
    @ParameterizedTest
    @CsvSource({"203, 203, 203", "1201, 3, 801", "1003, 13, 301", "1201, 6, 401"})
    void severalThreads_giveTheSameBits(int m, int n, int k) {
        Random random = new Random(1);
        for (Transposition t : Transposition.values()) {
            Matrix a = left(t, random, m, k);
            Matrix b = right(t, random, n, k);
            Matrix bias = view(random, 1, n);
            float[] alone = everyProduct(gemm, t, m, a, b, bias);
            for (int threads = 2; threads <= 5; threads++) {
                try (Gemm together = new Gemm(threads)) {
                    for (int repeat = 0; repeat < 10; repeat++) {
                        assertThat(everyProduct(together, t, m, a, b, bias)).isEqualTo(alone);
                    }
                }
            }
        }
    }

    /**
     * Returns three products one below the other: a plain one, one with a layer's bias and activation, and one added
     * to ones.
     */
    private static float[] everyProduct(Gemm gemm, Transposition t, int m, Matrix a, Matrix b, Matrix bias) {
        int n = bias.columns();
        float[] data = new float[3 * m * n];
        gemm.multiply(t, Matrix.dense(data, 0, m, n), a, b);
        gemm.multiply(t, Matrix.dense(data, m * n, m, n), a, b, bias, Activation.TANH);
        Matrix sum = Matrix.dense(data, 2 * m * n, m, n);
        Elementwise.fill(sum, 1f);
        gemm.multiplyAdd(t, sum, a, b);
        return data;
    }

    @Property(tries = 100)
    void nanAndInfinity_reachExactlyTheirRowsAndColumns(
            @ForAll Transposition t,
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(min = 2, max = 40) int k,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = left(t, random, m, k);
        Matrix b = right(t, random, n, k);
        Matrix c = Matrix.zeros(m, n);
        int row = random.nextInt(m);
        int column = random.nextInt(n);
        a.data()[t == Transposition.LEFT ? a.row(0) + row : a.row(row)] = Float.NaN;
        b.data()[t == Transposition.RIGHT ? b.row(column) + 1 : b.row(1) + column] = Float.POSITIVE_INFINITY;
        gemm.multiply(t, c, a, b);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float value = c.data()[c.row(i) + j];
                assertThat(Float.isNaN(value)).isEqualTo(i == row);
                assertThat(Float.isInfinite(value)).isEqualTo(i != row && j == column);
            }
        }
    }

    @Test
    void mismatchedShapes_areRejectedWithBothShapes() {
        assertThatThrownBy(() ->
                        gemm.multiply(Transposition.NONE, Matrix.zeros(2, 2), Matrix.zeros(2, 3), Matrix.zeros(4, 2)))
                .hasMessage("the right operand is 4 x 2; it must be 3 x 2");
        assertThatThrownBy(() ->
                        gemm.multiply(Transposition.RIGHT, Matrix.zeros(2, 2), Matrix.zeros(2, 3), Matrix.zeros(5, 3)))
                .hasMessage("the result is 2 x 2; it must be 2 x 5");
        assertThatThrownBy(() -> new Gemm(0)).hasMessage("the number of threads is 0; it must be at least 1");
    }
}
