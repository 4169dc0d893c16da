package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Matrix;
import java.util.Arrays;
import java.util.Objects;

/**
 * Matrices of one shape, one for each member of a stack: its own, or the same for all members. Stacks are created once,
 * when a plan is compiled, and never inside a step.
 */
public final class MatrixStack {
    private final Matrix[] members;
    private final Matrix merged;

    private MatrixStack(Matrix[] members, Matrix merged) {
        this.members = members;
        this.merged = merged;
    }

    /**
     * Returns the stack of an array [count, rows, columns] without gaps.
     *
     * @param offset the index of the first member's element (0, 0)
     * @param count the number of members, at least 1
     * @throws IllegalArgumentException if there is no member, or a size is negative
     * @throws IndexOutOfBoundsException if the stack exceeds the array
     */
    public static MatrixStack of(float[] data, int offset, int count, int rows, int columns) {
        requireMembers(count);
        Matrix merged = Matrix.dense(data, offset, Math.multiplyExact(count, rows), columns);
        Matrix[] members = new Matrix[count];
        Arrays.setAll(members, i -> Matrix.dense(data, offset + i * rows * columns, rows, columns));
        return new MatrixStack(members, merged);
    }

    /**
     * Returns the stack in which all members have the same matrix. As the result of a product, it is the sum over the
     * members.
     *
     * @throws IllegalArgumentException if there is no member
     */
    public static MatrixStack shared(Matrix matrix, int count) {
        requireMembers(count);
        Matrix[] members = new Matrix[count];
        Arrays.fill(members, Objects.requireNonNull(matrix, "matrix"));
        return new MatrixStack(members, null);
    }

    private static void requireMembers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a stack has " + count + " members; it must have at least 1");
        }
    }

    /** Returns the number of members. */
    public int count() {
        return members.length;
    }

    /** Returns the matrix of a member. */
    public Matrix member(int i) {
        return members[i];
    }

    /** Returns whether all members have the same matrix, which is then not repeated in memory. */
    public boolean isShared() {
        return merged == null;
    }

    /** Returns the members below each other, [count * rows, columns]; null if they share one matrix. */
    Matrix merged() {
        return merged;
    }
}
