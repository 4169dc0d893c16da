package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;

/** Random views, and the comparison of a kernel with its definition in double precision. */
final class Matrices {
    /** The definition of one element of a result. */
    @FunctionalInterface
    interface Definition {
        double at(int row, int column);
    }

    private Matrices() {}

    /** A view at a random offset and with a random stride, its surroundings filled too. */
    static Matrix view(Random random, int rows, int columns) {
        int offset = random.nextInt(20);
        int stride = columns + (random.nextBoolean() ? 0 : random.nextInt(20));
        float[] data = new float[offset + rows * stride + random.nextInt(20)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return new Matrix(data, offset, rows, columns, stride);
    }

    static double at(Matrix a, int row, int column) {
        return a.data()[a.row(row) + column];
    }

    static Matrix copy(Matrix a) {
        return new Matrix(a.data().clone(), a.offset(), a.rows(), a.columns(), a.stride());
    }

    /** Every element within the tolerance, relative to 1 or to its size; everything around the view untouched. */
    static void assertResult(Matrix found, Matrix before, double tolerance, Definition definition) {
        float[] around = found.data().clone();
        for (int i = 0; i < found.rows(); i++) {
            for (int j = 0; j < found.columns(); j++) {
                double expected = definition.at(i, j);
                assertThat(at(found, i, j))
                        .as("element " + i + ", " + j)
                        .isCloseTo(expected, Offset.offset(tolerance * Math.max(1, Math.abs(expected))));
                around[found.row(i) + j] = before.data()[before.row(i) + j];
            }
        }
        assertThat(around).isEqualTo(before.data());
    }

    static double sum(int n, java.util.function.IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }
}
