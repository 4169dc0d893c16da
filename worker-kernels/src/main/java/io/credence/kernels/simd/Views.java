package io.credence.kernels.simd;

/**
 * How a kernel walks over views of the same shape: in runs of consecutive elements. There is one run if no view has gaps
 * between its rows, and one per row otherwise.
 */
public final class Views {
    private Views() {}

    public static int runs(Matrix a) {
        return a.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    public static int runs(Matrix a, Matrix b) {
        requireSameShape(a, b);
        return a.isDense() && b.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    public static int runs(Matrix a, Matrix b, Matrix c) {
        requireSameShape(a, b);
        requireSameShape(a, c);
        return a.isDense() && b.isDense() && c.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    public static int runs(Matrix a, Matrix b, Matrix c, Matrix d) {
        requireSameShape(a, d);
        int runs = runs(a, b, c);
        return d.isDense() ? runs : a.rows();
    }

    /** The number of elements of each of so many runs. */
    public static int length(Matrix a, int runs) {
        return runs == a.rows() ? a.columns() : a.rows() * a.columns();
    }

    public static void requireSameShape(Matrix a, Matrix b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(
                    "operands are " + shape(a) + " and " + shape(b) + "; they must be of one shape");
        }
    }

    public static void require(String operand, Matrix found, int rows, int columns) {
        if (found.rows() != rows || found.columns() != columns) {
            throw new IllegalArgumentException(
                    operand + " is " + shape(found) + "; it must be " + rows + " x " + columns);
        }
    }

    /** A column whose elements follow each other, as a vector of them needs. */
    public static void requireColumn(String operand, Matrix found, int rows) {
        require(operand, found, rows, 1);
        if (!found.isDense()) {
            throw new IllegalArgumentException(
                    operand + " have a stride of " + found.stride() + "; they must follow each other without gaps");
        }
    }

    static String shape(Matrix a) {
        return a.rows() + " x " + a.columns();
    }
}
