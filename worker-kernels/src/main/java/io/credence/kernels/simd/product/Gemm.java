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
        requireShapes(t, c, a, b);
        int m = c.rows();
        int k = t == Transposition.LEFT ? a.rows() : a.columns();
        int threads = threads(m, (long) m * c.columns() * k);
        int step = (m + threads - 1) / threads;
        for (int i = 0; i < threads; i++) {
            parts[i].prepare(
                    t, c, a, b, accumulate, bias, activation, Math.min(m, i * step), Math.min(m, i * step + step));
        }
        runParts(threads);
    }

    /**
     * C_i = A_i B_i, A_i^T B_i or A_i B_i^T for every member i of three stacks. If the members share one C, it is the
     * sum of their products, and its chain of multiply-adds runs over k of the first member, then of the second, and so
     * on.
     *
     * @throws IllegalArgumentException if the stacks differ in their number of members, or shapes do not fit
     */
    public void multiply(Transposition transposition, MatrixStack c, MatrixStack a, MatrixStack b) {
        product(transposition, c, a, b, false, null, Activation.IDENTITY);
    }

    /** Adds the products of {@link #multiply(Transposition, MatrixStack, MatrixStack, MatrixStack)} to C. */
    public void multiplyAdd(Transposition transposition, MatrixStack c, MatrixStack a, MatrixStack b) {
        product(transposition, c, a, b, true, null, Activation.IDENTITY);
    }

    /**
     * C_i = activation(A_i B_i + bias_i), and likewise with transposed operands: a dense layer of every member. The
     * members must not share one C.
     *
     * @param bias [1, n] for each member, added to every row after the product
     */
    public void multiply(
            Transposition transposition,
            MatrixStack c,
            MatrixStack a,
            MatrixStack b,
            MatrixStack bias,
            Activation activation) {
        if (c.isShared()) {
            throw new IllegalArgumentException(
                    "the members of a stack share one result; a sum over members has neither bias nor activation");
        }
        requireMembers("the bias", bias, c.count());
        Views.require("the bias", bias.member(0), 1, c.member(0).columns());
        product(transposition, c, a, b, false, bias, activation);
    }

    private void product(
            Transposition t,
            MatrixStack c,
            MatrixStack a,
            MatrixStack b,
            boolean accumulate,
            MatrixStack bias,
            Activation activation) {
        requireMembers("the left operand", a, c.count());
        requireMembers("the right operand", b, c.count());
        boolean ownRows = !c.isShared() && !a.isShared() && t != Transposition.LEFT;
        if (ownRows && b.isShared() && (bias == null || bias.isShared())) {
            // The members' rows are the rows of one product.
            Matrix oneBias = bias == null ? null : bias.member(0);
            product(t, c.merged(), a.merged(), b.member(0), accumulate, oneBias, activation);
        } else if (c.isShared() && !a.isShared() && !b.isShared() && t == Transposition.LEFT) {
            // The members' k are the k of one product.
            product(t, c.member(0), a.merged(), b.merged(), accumulate, null, activation);
        } else if (c.isShared()) {
            for (int i = 0; i < c.count(); i++) {
                product(t, c.member(0), a.member(i), b.member(i), accumulate || i > 0, null, activation);
            }
        } else {
            ownProducts(t, c, a, b, accumulate, bias, activation);
        }
    }

    /** Computes products with a result of each member, whose rows are divided over the threads. */
    private void ownProducts(
            Transposition t,
            MatrixStack c,
            MatrixStack a,
            MatrixStack b,
            boolean accumulate,
            MatrixStack bias,
            Activation activation) {
        requireShapes(t, c.member(0), a.member(0), b.member(0));
        int rows = c.count() * c.member(0).rows();
        int k = t == Transposition.LEFT ? a.member(0).rows() : a.member(0).columns();
        int threads = threads(rows, (long) rows * c.member(0).columns() * k);
        int step = (rows + threads - 1) / threads;
        for (int i = 0; i < threads; i++) {
            parts[i].prepare(
                    t,
                    c,
                    a,
                    b,
                    accumulate,
                    bias,
                    activation,
                    Math.min(rows, i * step),
                    Math.min(rows, i * step + step));
        }
        runParts(threads);
    }

    private static void requireMembers(String name, MatrixStack stack, int count) {
        if (stack.count() != count) {
            throw new IllegalArgumentException(name + " has " + stack.count() + " members; the result has " + count);
        }
    }

    private static void requireShapes(Transposition t, Matrix c, Matrix a, Matrix b) {
        int m = t == Transposition.LEFT ? a.columns() : a.rows();
        int k = t == Transposition.LEFT ? a.rows() : a.columns();
        int n = t == Transposition.RIGHT ? b.rows() : b.columns();
        Views.require("the result", c, m, n);
        Views.require("the right operand", b, t == Transposition.RIGHT ? n : k, t == Transposition.RIGHT ? k : n);
    }

    private void runParts(int threads) {
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
