package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorModule;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.reduction.Reductions;

/**
 * Matrix products in single precision. Every element of the result is one chain of fused multiply-adds over k in ascending
 * order, begun at 0, or at what C holds if the product is added to it. Where C has at most {@value DotProducts#MOST_COLUMNS} columns and A is not
 * transposed, it is a dot product in 16 virtual lanes instead, the last elements of k taken as if zeros followed them, see {@link Reductions}, and
 * added to what C holds. So its bits depend neither on the vector width nor on blocking nor on threads.
 *
 * <p>An instance owns the buffers that operands are packed into, and its threads if it has more than one. It serves one
 * caller at a time; after the first call of a shape, a call allocates nothing. C must not overlap A or B.
 */
public final class Gemm implements AutoCloseable {
    /** Below so many multiplications for each thread, waking another thread costs more than it saves. */
    private static final long WORTH_A_THREAD = 1 << 19;

    static {
        VectorModule.require();
    }

    private final Product[] shares;
    private final Team team;

    /** Products on the caller's thread alone. */
    public Gemm() {
        this(1);
    }

    /**
     * Products that are split by rows of C over so many threads, the caller's among them.
     *
     * @param threads at least 1
     */
    public Gemm(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the number of threads is " + threads + "; it must be at least 1");
        }
        shares = new Product[threads];
        for (int i = 0; i < threads; i++) {
            shares[i] = new Product();
        }
        team = threads == 1 ? null : new Team(shares);
    }

    /** C = A B, A^T B or A B^T; [m, n] from operands of the shapes that {@link Transposition} says. */
    public void multiply(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        product(transposition, c, a, b, false, null, Activation.IDENTITY);
    }

    /** C = C + A B, and so on. */
    public void multiplyAdd(Transposition transposition, Matrix c, Matrix a, Matrix b) {
        product(transposition, c, a, b, true, null, Activation.IDENTITY);
    }

    /**
     * C = activation(A B + bias), and so on: a dense layer.
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
            shares[i].prepare(
                    t, c, a, b, accumulate, bias, activation, Math.min(m, i * step), Math.min(m, i * step + step));
        }
        if (threads == 1) {
            shares[0].run();
        } else {
            team.run(threads);
        }
    }

    private int threads(int rows, long multiplications) {
        long useful = Math.min(multiplications / WORTH_A_THREAD, rows / Blocks.HEIGHT);
        return (int) Math.max(1, Math.min(shares.length, useful));
    }

    /** Ends the threads, if there are any besides the caller's, after the product that they are at; a later one that is split over them fails. */
    @Override
    public void close() {
        if (team != null) {
            team.close();
        }
    }
}
