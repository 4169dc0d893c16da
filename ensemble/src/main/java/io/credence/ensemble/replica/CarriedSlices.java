package io.credence.ensemble.replica;

/**
 * The slices of every batch that one task computes, of all that the member's replicas make.
 *
 * @param first the first of them
 * @param count how many in a row, a power of two that divides {@code first}
 * @param exchange sums their gradients with those that other tasks carry
 */
public record CarriedSlices(int first, int count, GradientExchange exchange) {
    /** All slices, on one task. */
    public static CarriedSlices all(int slices) {
        return new CarriedSlices(0, slices, GradientExchange.ALONE);
    }

    /** The rows of one step in these slices. */
    public int rows(BatchPlan batches, int stepOfEpoch) {
        int rows = 0;
        for (int slice = first; slice < first + count; slice++) {
            rows += batches.rows(slice, stepOfEpoch);
        }
        return rows;
    }
}
