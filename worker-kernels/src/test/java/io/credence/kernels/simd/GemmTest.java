package io.credence.kernels.simd;

import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Products against a loop in double precision, and against the sums of fused multiply-adds that they promise to be. */
class GemmTest {
    private static final int[] SIZES = {
        0, 1, 2, 3, 4, 5, 11, 12, 13, 15, 16, 17, 31, 32, 33, 50, 64, 65, 100, 255, 256, 257, 300, 513, 600
    };

    private final Gemm gemm = new Gemm();

    @Property(tries = 300)
    void product_ofAnyShapeAndView_isTheSumInThePromisedOrder(
            @ForAll Transposition t,
            @ForAll @IntRange(max = 24) int mIndex,
            @ForAll @IntRange(max = 24) int nIndex,
            @ForAll @IntRange(max = 24) int kIndex,
            @ForAll boolean accumulate,
            @ForAll long seed) {
        int m = SIZES[Math.min(mIndex, 20)];
        int n = SIZES[nIndex];
        int k = SIZES[Math.min(kIndex, 22)];
        Random random = new Random(seed);
        Matrix a = view(random, t == Transposition.LEFT ? k : m, t == Transposition.LEFT ? m : k);
        Matrix b = view(random, t == Transposition.RIGHT ? n : k, t == Transposition.RIGHT ? k : n);
        Matrix c = view(random, m, n);
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
        "NONE, 2057, 65, 3"
    })
    void product_ofRowsFarApart_isTheChainOverAscendingK(Transposition t, int m, int n, int k) {
        Random random = new Random(5);
        Matrix a = strided(random, t == Transposition.LEFT ? k : m, t == Transposition.LEFT ? m : k);
        Matrix b = view(random, t == Transposition.RIGHT ? n : k, t == Transposition.RIGHT ? k : n);
        Matrix c = view(random, m, n);
        float[] before = c.data().clone();
        gemm.multiplyAdd(t, c, a, b);
        compare(t, a, b, c, before, true, k);
    }

    /** So far apart that a transposed operand is packed if C has many columns, and the last one ends with the array. */
    private static Matrix strided(Random random, int rows, int columns) {
        int stride = columns + 2000;
        float[] data = new float[(rows - 1) * stride + columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
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
                assertThat(Math.abs(c.data()[at] - sum)).isLessThanOrEqualTo((k + 1) * 0x1p-24 * magnitude);
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

    @Property(tries = 50)
    void layer_isTheProductThenBiasThenActivation(
            @ForAll Activation f,
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(max = 40) int k,
            @ForAll boolean dense,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, m, k);
        Matrix b = view(random, k, n);
        Matrix bias = view(random, 1, n);
        Matrix c = dense ? Matrix.zeros(m, n) : view(random, m, n);
        Matrix expected = Matrix.zeros(m, n);
        gemm.multiply(Transposition.NONE, expected, a, b);
        for (int i = 0; i < m; i++) {
            Matrix row = Matrix.dense(expected.data(), expected.row(i), 1, n);
            Elementwise.add(row, row, bias);
        }
        Activations.forward(f, expected, expected);
        gemm.multiply(Transposition.NONE, c, a, b, bias, f);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(c.data()[c.row(i) + j]).isEqualTo(expected.data()[expected.row(i) + j]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transposition.class)
    void severalThreads_giveTheSameBits(Transposition t) {
        Random random = new Random(1);
        int n = 203;
        Matrix a = view(random, n, n);
        Matrix b = view(random, n, n);
        Matrix alone = Matrix.zeros(n, n);
        gemm.multiply(t, alone, a, b);
        for (int threads = 2; threads <= 5; threads++) {
            try (Gemm together = new Gemm(threads)) {
                for (int repeat = 0; repeat < 20; repeat++) {
                    Matrix c = Matrix.zeros(n, n);
                    together.multiply(t, c, a, b);
                    assertThat(c.data()).isEqualTo(alone.data());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transposition.class)
    void notANumberAndInfinity_reachExactlyTheirRowsAndColumns(Transposition t) {
        int n = 37;
        Matrix a = view(new Random(2), n, n);
        Matrix b = view(new Random(3), n, n);
        a.data()[a.row(5) + 5] = Float.NaN;
        b.data()[b.row(7) + 7] = Float.POSITIVE_INFINITY;
        Matrix c = Matrix.zeros(n, n);
        gemm.multiply(t, c, a, b);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                float value = c.data()[c.row(i) + j];
                assertThat(Float.isNaN(value)).isEqualTo(i == 5);
                assertThat(Float.isInfinite(value)).isEqualTo(i != 5 && j == 7);
            }
        }
    }

    @Test
    void shapesThatDoNotMatch_areRefusedWithBothShapes() {
        assertThatThrownBy(() ->
                        gemm.multiply(Transposition.NONE, Matrix.zeros(2, 2), Matrix.zeros(2, 3), Matrix.zeros(4, 2)))
                .hasMessage("the right operand is 4 x 2; it must be 3 x 2");
        assertThatThrownBy(() ->
                        gemm.multiply(Transposition.RIGHT, Matrix.zeros(2, 2), Matrix.zeros(2, 3), Matrix.zeros(5, 3)))
                .hasMessage("the result is 2 x 2; it must be 2 x 5");
        assertThatThrownBy(() -> new Gemm(0)).hasMessage("the number of threads is 0; it must be at least 1");
    }
}
