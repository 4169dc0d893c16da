package io.credence.driver.allreduce;

/** The definition of what an exchange computes: the balanced binary tree over the ranks, the lower rank's operand first. */
final class Tree {
    private Tree() {}

    static float[] sum(float[][] arrays) {
        float[] sums = new float[arrays[0].length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sum(arrays, i, 0, arrays.length);
        }
        return sums;
    }

    private static float sum(float[][] arrays, int i, int first, int count) {
        return count == 1
                ? arrays[first][i]
                : sum(arrays, i, first, count / 2) + sum(arrays, i, first + count / 2, count / 2);
    }
}
