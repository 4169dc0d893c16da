package io.credence.ensemble.replica;

/**
 * The definition of sums over slices or tasks: a balanced binary tree over their positions, with the left operand
 * first. For four operands it is {@code (a + b) + (c + d)}. {@link SubtreeSum} and every {@link GradientExchange}
 * compute the same bits faster.
 */
public final class BalancedTree {
    private BalancedTree() {}

    /**
     * Returns the element-wise sum, {@code [length]}.
     *
     * @param operands {@code [count, length]}; the count is a power of two
     */
    public static float[] sum(float[][] operands) {
        float[] sum = new float[operands[0].length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum(operands, i, 0, operands.length);
        }
        return sum;
    }

    private static float sum(float[][] operands, int element, int from, int to) {
        if (to - from == 1) {
            return operands[from][element];
        }
        int middle = (from + to) / 2;
        return sum(operands, element, from, middle) + sum(operands, element, middle, to);
    }
}
