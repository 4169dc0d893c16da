package io.credence.driver.allreduce;

/**
 * The reference for the all-reduce: the sum of each element as a balanced binary tree over the ranks, the lower rank's
 * operand first.
 */
public final class Tree {
    private Tree() {}

    /** Returns the elementwise sum of the arrays of all ranks. */
    public static float[] sum(float[][] operands) {
        return sum(operands, 0, operands.length);
    }

    private static float[] sum(float[][] operands, int first, int count) {
        if (count == 1) {
            return operands[first].clone();
        }
        float[] lower = sum(operands, first, count / 2);
        float[] upper = sum(operands, first + count / 2, count / 2);
        float[] sum = new float[lower.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = lower[i] + upper[i];
        }
        return sum;
    }
}
