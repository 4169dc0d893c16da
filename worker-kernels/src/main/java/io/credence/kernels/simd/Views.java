package io.credence.kernels.simd;

/**
 * Traversal of views of the same shape in runs of consecutive elements, with checks of their shapes. Views without gaps
 * between rows form a single run; otherwise each row is a run. Internal to the kernels: public only for the packages
 * below this one.
 */
public final class Views {
    private Views() {}

    /** Returns the number of runs of a view. */
    public static int runs(Matrix a) {
        return a.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    /**
     * Returns the number of runs of two views.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static int runs(Matrix a, Matrix b) {
        requireSameShape(a, b);
        return a.isDense() && b.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    /**
     * Returns the number of runs of three views.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static int runs(Matrix a, Matrix b, Matrix c) {
        requireSameShape(a, b);
        requireSameShape(a, c);
        return a.isDense() && b.isDense() && c.isDense() ? Math.min(1, a.rows()) : a.rows();
    }

    /**
     * Returns the number of runs of four views.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static int runs(Matrix a, Matrix b, Matrix c, Matrix d) {
        requireSameShape(a, d);
        int runs = runs(a, b, c);
        return d.isDense() ? runs : a.rows();
    }

    /** Returns the number of elements in each of the given number of runs. */
    public static int length(Matrix a, int runs) {
        return runs == a.rows() ? a.columns() : a.rows() * a.columns();
    }

    /**
     * Checks that two views have the same shape.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    public static void requireSameShape(Matrix a, Matrix b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(
                    "operands are " + shape(a) + " and " + shape(b) + "; they must have the same shape");
        }
    }

    /**
     * Checks the shape of a view.
     *
     * @param operand the name of the view in the message, such as "the bias"
     * @throws IllegalArgumentException if the view is not [rows, columns]
     */
    public static void require(String operand, Matrix found, int rows, int columns) {
        if (found.rows() != rows || found.columns() != columns) {
            throw new IllegalArgumentException(
                    operand + " is " + shape(found) + "; it must be " + rows + " x " + columns);
        }
    }

    /**
     * Checks that a view is a column of consecutive elements, from which vectors can be loaded.
     *
     * @param operand the name of the view in the message, in the plural, such as "the labels"
     * @throws IllegalArgumentException if the view is not [rows, 1] or has gaps
     */
    public static void requireColumn(String operand, Matrix found, int rows) {
        require(operand, found, rows, 1);
        if (!found.isDense()) {
            throw new IllegalArgumentException(
                    operand + " have stride " + found.stride() + "; it must be 1, without gaps between elements");
        }
    }

    static String shape(Matrix a) {
        return a.rows() + " x " + a.columns();
    }
}
