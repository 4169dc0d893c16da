package io.credence.ensemble.training;

import io.credence.kernels.simd.Matrix;

/**
 * The loss of a row from the losses of packed members. If the loss is a negative log-likelihood, it is that of the
 * members' mixture, -log(mean of exp(-loss)), which judges the members together; otherwise it is the mean.
 *
 * <p>A loss of NaN makes the result NaN, so that training notices, and StrictMath gives the same bits on every
 * machine, because the best epoch depends on them. {@code predictive.LogMeanExp} promises neither.
 *
 * @param members the number of packed members, at least 1
 * @param likelihood whether the losses are negative log-likelihoods, up to a constant
 */
record MemberLosses(int members, boolean likelihood) {
    /**
     * Returns the loss of one row.
     *
     * @param losses {@code [members * rows, 1]}, the rows of one member after those of the other
     */
    double combined(Matrix losses, int row, int rows) {
        if (members == 1 || !likelihood) {
            double sum = 0;
            for (int member = 0; member < members; member++) {
                sum += at(losses, member * rows + row);
            }
            return sum / members;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int member = 0; member < members; member++) {
            least = Math.min(least, at(losses, member * rows + row));
        }
        double sum = 0;
        for (int member = 0; member < members; member++) {
            sum += StrictMath.exp(least - at(losses, member * rows + row));
        }
        return least - StrictMath.log(sum / members);
    }

    private static double at(Matrix losses, int row) {
        return losses.data()[losses.row(row)];
    }
}
