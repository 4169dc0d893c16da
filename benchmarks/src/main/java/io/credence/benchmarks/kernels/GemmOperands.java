package io.credence.benchmarks.kernels;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Transposition;
import java.util.Random;

/** The matrices of a product C [m, n] = A B, with A or B stored transposed according to the transposition. */
record GemmOperands(Matrix a, Matrix b, Matrix c) {
    static GemmOperands random(int m, int n, int k, Transposition transposition) {
        Random random = new Random(1);
        boolean left = transposition == Transposition.LEFT;
        boolean right = transposition == Transposition.RIGHT;
        return new GemmOperands(
                matrix(random, left ? k : m, left ? m : k),
                matrix(random, right ? n : k, right ? k : n),
                Matrix.zeros(m, n));
    }

    /** Returns a matrix of random numbers between -0.5 and 0.5. */
    static Matrix matrix(Random random, int rows, int columns) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.data()[i] = random.nextFloat() - 0.5f;
        }
        return matrix;
    }
}
