package io.credence.kernels.simd;

/**
 * Matrix products in single precision. Every element of the result is one chain of fused multiply-adds over k in ascending order, begun
 * at 0, or at what C holds if the product is added to it. So its bits depend neither on the vector width nor on blocking
 * nor on threads.
 *
 * <p>An instance owns the buffers that operands are packed into and serves one thread at a time; after the first call of
 * a shape, a call allocates nothing. C must not overlap A or B.
 */
public final class Gemm {
    static {
        VectorModule.require();
    }

    /** C = A B, A^T B or A B^T; [m, n] from operands of the shapes that {@link Transposition} says. */
    public void multiply(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        run(transposition, c, a, b, false);
    }

    /** C = C + A B, and so on. */
    public void multiplyAdd(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        run(transposition, c, a, b, true);
    }

    /**
     * C = activation(A B + bias), and so on: a dense layer.
     *
     * @param bias [1, n], added to every row after the product
     */
    public void multiply(
            Transposition transposition, Matrix c, Matrix a, Matrix b, Matrix bias, Activation activation) {
        run(transposition, c, a, b, false);
        Broadcasting.addRow(c, c, bias);
        Activations.forward(activation, c, c);
    }

    private void run(Transposition transposition, Matrix c, Matrix a, Matrix b, boolean accumulate) {
        boolean left = transposition == Transposition.LEFT;
        boolean right = transposition == Transposition.RIGHT;
        int m = left ? a.columns() : a.rows();
        int k = left ? a.rows() : a.columns();
        int n = right ? b.rows() : b.columns();
        Views.require("the result", c, m, n);
        Views.require("the right operand", b, right ? n : k, right ? k : n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = c.row(i) + j;
                float sum = accumulate ? c.data()[at] : 0f;
                for (int l = 0; l < k; l++) {
                    float x = a.data()[left ? a.row(l) + i : a.row(i) + l];
                    float y = b.data()[right ? b.row(j) + l : b.row(l) + j];
                    sum = Math.fma(x, y, sum);
                }
                c.data()[at] = sum;
            }
        }
    }
}
