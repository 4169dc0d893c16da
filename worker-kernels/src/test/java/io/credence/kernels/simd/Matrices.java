package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;

/** Random views for tests, and comparisons of a kernel with its definition in double precision. */
public final class Matrices {
    /** The definition of one element of a result. */
    @FunctionalInterface
    public interface Definition {
        public double at(int row, int column);
    }

    private static final float[] EXTREMES = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    private static final int ORDINARY = 40;

    private Matrices() {}

    /** Returns a view at a random offset and with a random stride. The elements around it are random too. */
    public static Matrix view(Random random, int rows, int columns) {
        int offset = random.nextInt(20);
        int stride = columns + (random.nextBoolean() ? 0 : random.nextInt(20));
        float[] data = new float[offset + rows * stride + random.nextInt(20)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return new Matrix(data, offset, rows, columns, stride);
    }

    /** Like {@link #view(Random, int, int)}; with {@code wild}, a few elements are infinite or NaN. */
    public static Matrix view(Random random, int rows, int columns, boolean wild) {
        Matrix a = view(random, rows, columns);
        for (int i = 0; wild && i < a.data().length; i++) {
            if (random.nextInt(ORDINARY) == 0) {
                a.data()[i] = EXTREMES[random.nextInt(EXTREMES.length)];
            }
        }
        return a;
    }

    /** Makes up to {@code most} elements of the array, inside or outside a view, infinite or NaN. */
    public static void spoil(Random random, float[] data, int most) {
        for (int i = random.nextInt(most + 1); data.length > 0 && i > 0; i--) {
            data[random.nextInt(data.length)] = EXTREMES[random.nextInt(EXTREMES.length)];
        }
    }

    /** Returns a column of integers at least 0 and below {@code classes}, at a random offset and without gaps. */
    public static Matrix labels(Random random, int rows, int classes) {
        int offset = random.nextInt(20);
        float[] data = new float[offset + rows + random.nextInt(20)];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(classes);
        }
        return Matrix.dense(data, offset, rows, 1);
    }

    /** Returns an element of a matrix. */
    public static double at(Matrix a, int row, int column) {
        return a.data()[a.row(row) + column];
    }

    /** Returns a copy of a matrix and of the array around it. */
    public static Matrix copy(Matrix a) {
        return new Matrix(a.data().clone(), a.offset(), a.rows(), a.columns(), a.stride());
    }

    /**
     * Asserts that every element is within the tolerance, relative to its size or to 1, and that nothing around the
     * view has changed.
     */
    public static void assertResult(Matrix found, Matrix before, double tolerance, Definition definition) {
        float[] around = found.data().clone();
        for (int i = 0; i < found.rows(); i++) {
            for (int j = 0; j < found.columns(); j++) {
                assertClose("element " + i + ", " + j, at(found, i, j), definition.at(i, j), tolerance);
                around[found.row(i) + j] = before.data()[before.row(i) + j];
            }
        }
        assertThat(around).isEqualTo(before.data());
    }

    /**
     * Asserts that a value is within the tolerance, relative to the size of the expected value or to 1. If the expected
     * value is infinite or NaN, the value must be the same.
     */
    public static void assertClose(String what, double found, double expected, double tolerance) {
        if (Double.isFinite(expected)) {
            Offset<Double> allowed = Offset.offset(tolerance * Math.max(1, Math.abs(expected)));
            assertThat(found).as(what).isCloseTo(expected, allowed);
        } else {
            assertThat(Double.valueOf(found)).as(what).isEqualTo(Double.valueOf(expected));
        }
    }

    /** Returns the sum of n terms. */
    public static double sum(int n, java.util.function.IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }
}
