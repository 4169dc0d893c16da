package io.credence.kernels.simd;

import static io.credence.kernels.simd.Matrices.assertClose;
import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.spoil;
import static io.credence.kernels.simd.Matrices.sum;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.GaussianLikelihood;
import io.credence.kernels.simd.noise.InvertedDropout;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Kernels over whole matrices and over rows or columns, each compared with its definition. */
class KernelsTest {
    private static final double TOLERANCE = 1e-5;

    @Property(tries = 60)
    void elementwise_ofAnyView_matchesItsDefinition(
            @ForAll @IntRange(max = 9) int rows,
            @ForAll @IntRange(max = 70) int columns,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, rows, columns, wild);
        Matrix b = view(random, rows, columns);
        Matrix out = view(random, rows, columns);
        Matrix old = copy(out);
        Elementwise.add(out, a, b);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) + at(b, i, j));
        Elementwise.subtract(out, a, b);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) - at(b, i, j));
        Elementwise.multiply(out, a, b);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) * at(b, i, j));
        Elementwise.divide(out, a, b);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) / at(b, i, j));
        Elementwise.scale(out, a, 3f);
        assertResult(out, old, TOLERANCE, (i, j) -> 3 * at(a, i, j));
        Elementwise.addConstant(out, a, 3f);
        assertResult(out, old, TOLERANCE, (i, j) -> 3 + at(a, i, j));
        Elementwise.exp(out, a);
        assertResult(out, old, TOLERANCE, (i, j) -> Math.exp(at(a, i, j)));
        Elementwise.oneMinusExp(out, a);
        assertResult(out, old, TOLERANCE, (i, j) -> -Math.expm1(at(a, i, j)));
        Elementwise.atLeast(out, a, 0.25f);
        assertResult(out, old, 0, (i, j) -> Math.max(0.25, at(a, i, j)));
        Elementwise.multiply(out, a, a);
        Elementwise.squareRoot(out, out);
        assertResult(out, old, TOLERANCE, (i, j) -> Math.abs(at(a, i, j)));
        Elementwise.exp(out, a);
        Elementwise.log(out, out);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j));
        Elementwise.fill(out, 2f);
        assertResult(out, old, 0, (i, j) -> 2);
        Elementwise.addSign(out, a, 0.5f);
        assertResult(out, old, 0, (i, j) -> 2 + 0.5 * Math.signum(at(a, i, j)));
        Elementwise.fill(out, 2f);
        Elementwise.addScaled(out, a, 3f);
        assertResult(out, old, TOLERANCE, (i, j) -> 2 + 3 * at(a, i, j));
        Elementwise.copy(out, b);
        Elementwise.addProduct(out, a, b);
        assertResult(out, old, TOLERANCE, (i, j) -> at(b, i, j) + at(a, i, j) * at(b, i, j));
    }

    @Property(tries = 40)
    void copyColumns_ofAnyViews_keepsTheOtherColumns(
            @ForAll @IntRange(max = 9) int rows,
            @ForAll @IntRange(max = 20) int count,
            @ForAll @IntRange(max = 5) int to,
            @ForAll @IntRange(max = 5) int from,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, rows, from + count + random.nextInt(3), wild);
        Matrix out = view(random, rows, to + count + random.nextInt(3));
        Matrix old = copy(out);
        Elementwise.copyColumns(out, to, a, from, count);
        assertResult(out, old, 0, (i, j) -> j < to || j >= to + count ? at(old, i, j) : at(a, i, j - to + from));
        assertThatThrownBy(() -> Elementwise.copyColumns(out, out.columns() - count + 1, a, from, count))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Elementwise.copyColumns(out, to, a, a.columns() - count + 1, count))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property(tries = 40)
    void broadcasting_ofColumnsAndRows_matchesItsDefinition(
            @ForAll @IntRange(max = 9) int rows,
            @ForAll @IntRange(max = 70) int columns,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, rows, columns, wild);
        Matrix column = view(random, rows, 1);
        Matrix out = view(random, rows, columns);
        Matrix old = copy(out);
        Broadcasting.addProductColumn(out, a, column);
        assertResult(out, old, TOLERANCE, (i, j) -> at(old, i, j) + at(a, i, j) * at(column, i, 0));
        Broadcasting.multiplyColumn(out, a, column);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) * at(column, i, 0));
        Matrix row = view(random, 1, columns);
        Broadcasting.multiplyRow(out, a, row);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) * at(row, 0, j));
        Matrix shift = view(random, 1, columns);
        Broadcasting.scaleAndShiftRows(out, a, row, shift);
        assertResult(out, old, TOLERANCE, (i, j) -> at(a, i, j) * at(row, 0, j) + at(shift, 0, j));
    }

    @Property(tries = 40)
    void partsOfArrays_ofAnyLength_matchTheirDefinitions(
            @ForAll @IntRange(max = 70) int length, @ForAll float fraction, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix table = view(random, 2, length);
        Matrix out = view(random, 1, length);
        Matrix old = copy(out);
        float bounded = fraction % 3;
        Elementwise.interpolate(out.data(), out.row(0), table.data(), table.row(0), table.row(1), bounded, length);
        assertResult(out, old, 1e-4, (i, j) -> (1 - bounded) * at(table, 0, j) + bounded * at(table, 1, j));
        float dot = Reductions.dot(table.data(), table.row(0), table.data(), table.row(1), length);
        assertClose("dot", dot, sum(length, j -> at(table, 0, j) * at(table, 1, j)), 1e-4);
    }

    @Test
    void oneMinusExp_nearZero_losesNoDigits() {
        float[] small = {-1e-30f, -1e-10f, -1e-5f, -0.02f, -0.5f, -20f, -Float.MAX_VALUE};
        Matrix out = Matrix.zeros(1, small.length);
        Elementwise.oneMinusExp(out, Matrix.dense(small, 0, 1, small.length));
        for (int j = 0; j < small.length; j++) {
            double exact = -Math.expm1(small[j]);
            assertThat(at(out, 0, j)).isCloseTo(exact, within(3e-7 * exact));
        }
    }

    @Property(tries = 40)
    void gaussianLikelihood_ofAnyViews_matchesItsDefinition(
            @ForAll @IntRange(max = 30) int rows,
            @ForAll @IntRange(max = 4) int k,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix predicted = view(random, rows, 2 * k);
        for (int i = 0; i < predicted.data().length; i++) {
            predicted.data()[i] = 0.2f + Math.abs(predicted.data()[i]);
        }
        Matrix logarithms = view(random, rows, 2 * k);
        Elementwise.log(logarithms, predicted);
        Matrix weights = view(random, rows, 2 * k);
        Matrix targets = view(random, rows, k, wild);
        Matrix losses = view(random, rows, 1);
        Matrix old = copy(losses);
        GaussianLikelihood.losses(losses, predicted, logarithms, weights, targets);
        assertResult(
                losses,
                old,
                1e-4,
                (i, j) -> sum(
                        k,
                        t -> at(weights, i, k + t)
                                / 2
                                * (Math.log(2 * Math.PI * at(predicted, i, k + t))
                                        + Math.pow(at(predicted, i, t) - at(targets, i, t), 2)
                                                / at(predicted, i, k + t))));
        Matrix gradients = view(random, rows, 2 * k);
        Matrix before = copy(gradients);
        GaussianLikelihood.gradients(gradients, losses, predicted, weights, targets);
        assertResult(gradients, before, 1e-4, (i, j) -> {
            int t = j % k;
            double variance = at(predicted, i, k + t);
            double error = at(predicted, i, t) - at(targets, i, t);
            double slope = at(losses, i, 0) * at(weights, i, k + t) / variance;
            return j < k ? slope * error : slope / 2 * (1 - error * error / variance);
        });
    }

    @Property(tries = 60)
    void reductions_ofAnyView_matchTheirDefinitions(
            @ForAll @IntRange(max = 30) int rows,
            @ForAll @IntRange(max = 100) int columns,
            @ForAll boolean accumulate,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, rows, columns, wild);
        Matrix b = view(random, rows, columns);
        Matrix column = view(random, rows, 1);
        Matrix row = view(random, 1, columns);
        Matrix old = copy(column);
        Reductions.rowSums(column, a);
        assertResult(column, old, TOLERANCE, (i, j) -> sum(columns, l -> at(a, i, l)));
        Reductions.rowDots(column, a, b);
        assertResult(column, old, TOLERANCE, (i, j) -> sum(columns, l -> at(a, i, l) * at(b, i, l)));
        Matrix before = copy(row);
        int keep = accumulate ? 1 : 0;
        Reductions.columnSums(row, a, accumulate);
        assertResult(row, before, TOLERANCE, (i, j) -> keep * at(before, 0, j) + sum(rows, l -> at(a, l, j)));
    }

    @Property(tries = 40)
    void sumsOfLongRuns_matchTheirDefinitions(
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 20_000) int length,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] a = view(random, 1, from + length).data();
        if (wild) {
            spoil(random, a, 3);
        }
        double exact = sum(length, i -> a[from + i]);
        double squares = sum(length, i -> (double) a[from + i] * a[from + i]);
        double tolerance = 1e-6 * squares / Math.max(1, Math.abs(exact)) + 1e-6;
        assertClose("sum", Reductions.sum(a, from, from + length), exact, tolerance);
        assertClose("squares", Reductions.sumOfSquares(a, from, from + length), squares, 1e-6);
    }

    @Property(tries = 40)
    void countZeros_ofAnyView_countsBothSignsAndNothingElse(
            @ForAll @IntRange(max = 9) int rows, @ForAll @IntRange(max = 70) int columns, @ForAll long seed) {
        Random random = new Random(seed);
        float[] numbers = {0f, -0f, Float.MIN_VALUE, -1f, Float.NaN, Float.POSITIVE_INFINITY};
        Matrix a = view(random, rows, columns);
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = numbers[random.nextInt(numbers.length)];
        }
        double zeros = sum(rows, i -> sum(columns, j -> at(a, i, j) == 0 ? 1 : 0));
        assertThat(Reductions.countZeros(a)).isEqualTo((int) zeros);
    }

    @Property(tries = 10)
    void addSign_ofNaN_isNaNAtAnyPosition(@ForAll @IntRange(max = 36) int at) {
        float[] a = new float[37];
        a[at] = Float.NaN;
        Matrix out = Matrix.zeros(1, a.length);
        Elementwise.addSign(out, Matrix.dense(a, 0, 1, a.length), 0.5f);
        for (int j = 0; j < a.length; j++) {
            assertThat(out.data()[j]).isEqualTo(Float.valueOf(j == at ? Float.NaN : 0f));
        }
    }

    @Test
    void dropoutMask_keepsTheGivenFraction_andDependsOnItsKeysAlone() {
        int units = 1003;
        long[] keys = {1L, 2L, -3L, 1L};
        Matrix mask = Matrix.zeros(4, units);
        InvertedDropout.mask(mask, 77, keys, 5, 0.25f);
        double kept = sum(units, j -> at(mask, 1, j) > 0 ? 1 : 0) / units;
        assertThat(kept).isCloseTo(0.75, within(0.06));
        for (int j = 0; j < units; j++) {
            assertThat(at(mask, 0, j)).isIn(0.0, (double) (1f / 0.75f)).isEqualTo(at(mask, 3, j));
        }
        Matrix narrow = Matrix.zeros(1, 7);
        InvertedDropout.mask(narrow, 77, new long[] {keys[2]}, 5, 0.25f);
        for (int j = 0; j < 7; j++) {
            assertThat(at(narrow, 0, j)).isEqualTo(at(mask, 2, j));
        }
        assertThatThrownBy(() -> InvertedDropout.mask(mask, 77, keys, 5, 1f))
                .hasMessage("the dropout rate is 1.0; it must be at least 0 and below 1");
    }

    @Property(tries = 30)
    void dropoutMask_followsTheKnownAnswersOfPhilox(@ForAll @IntRange(max = 3) int word) {
        // Random123's known answers: key and counter 0 give 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
        long[] answers = {0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L};
        Matrix mask = Matrix.zeros(1, 64);
        int unit = 16 * word;
        float below = Math.nextDown((float) (answers[word] * 0x1p-32));
        float above = Math.nextUp((float) (answers[word] * 0x1p-32));
        InvertedDropout.mask(mask, 0, new long[] {0}, 0, below);
        assertThat(at(mask, 0, unit)).isPositive();
        InvertedDropout.mask(mask, 0, new long[] {0}, 0, above);
        assertThat(at(mask, 0, unit)).isZero();
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }
}
