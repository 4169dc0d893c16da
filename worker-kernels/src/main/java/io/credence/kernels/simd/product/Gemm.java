package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorModule;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.reduction.Reductions;

/**
 * Matrix products in single precision, whose bits depend on neither the vector width, nor blocking, nor threads.
 *
 * <p>Every element of the result is one chain of fused multiply-adds over k in ascending order. The chain starts at 0,
 * or at the element of C if the product is added to C. Results of at most {@value DotProducts#MAX_COLUMNS} columns are
 * computed differently if A is not transposed. Each of their elements is a dot product in 16 virtual lanes (see {@link
 * Reductions}), as if k were padded with zeros to a multiple of 16; it is then added to the element of C, if any.
 *
 * <p>An instance owns its packing buffers, and its threads if it has more than one. It serves one caller at a time.
 * After the first call for a shape, further calls allocate nothing. C must not overlap A or B.
 */
public final class Gemm implements AutoCloseable {
    /** With fewer multiplications per thread, waking another thread costs more than it saves. */
    private static final long WORTH_A_THREAD = 1 << 19;

    static {
        VectorModule.require();
    }

    private final Product[] parts;
    private final Team team;

    /** Creates an instance that multiplies on the caller's thread alone. */
    public Gemm() {
        this(1);
    }

    /**
     * Creates an instance that splits the rows of C over several threads, including the caller's.
     *
     * @param threads at least 1
     */
    public Gemm(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the number of threads is " + threads + "; it must be at least 1");
        }
        parts = new Product[threads];
        for (int i = 0; i < threads; i++) {
            parts[i] = new Product();
        }
        team = threads == 1 ? null : new Team(parts);
    }

    /** C [m, n] = A B, A^T B or A B^T, with operands of the shapes in {@link Transposition}. */
    public void multiply(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        product(transposition, c, a, b, false, null, Activation.IDENTITY);
    }

    /** C = C + A B, C + A^T B or C + A B^T. */
    public void multiplyAdd(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        product(transposition, c, a, b, true, null, Activation.IDENTITY);
    }

    /**
     * C = activation(A B + bias), and likewise with A^T B or A B^T: a dense layer.
     *
     * @param bias [1, n], added to every row after the product
     */
    public void multiply(
            Transposition transposition, Matrix c, Matrix a, Matrix b, Matrix bias, Activation activation) {
        Views.require("the bias", bias, 1, c.columns());
        product(transposition, c, a, b, false, bias, activation);
    }

    private void product(
            Transposition t, Matrix c, Matrix a, Matrix b, boolean accumulate, Matrix bias, Activation activation) {
        int m = t == Transposition.LEFT ? a.columns() : a.rows();
        int k = t == Transposition.LEFT ? a.rows() : a.columns();
        int n = t == Transposition.RIGHT ? b.rows() : b.columns();
        Views.require("the result", c, m, n);
        Views.require("the right operand", b, t == Transposition.RIGHT ? n : k, t == Transposition.RIGHT ? k : n);
        int threads = threads(m, (long) m * n * k);
        int step = (m + threads - 1) / threads;
        for (int i = 0; i < threads; i++) {
            parts[i].prepare(
                    t, c, a, b, accumulate, bias, activation, Math.min(m, i * step), Math.min(m, i * step + step));
        }
        if (threads == 1) {
            parts[0].run();
        } else {
            team.run(threads);
        }
    }

    private int threads(int rows, long multiplications) {
        long useful = Math.min(multiplications / WORTH_A_THREAD, rows / Blocks.HEIGHT);
        return (int) Math.max(1, Math.min(parts.length, useful));
    }

    /**
     * Ends the additional threads, if any, once they have finished their current product. A later product that is
     * split over them fails.
     */
    @Override
    public void close() {
        if (team != null) {
            team.close();
        }
    }
}
