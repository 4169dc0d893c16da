package io.credence.ensemble.replica;

import java.util.List;

/**
 * The slices of every batch that one task computes: {@code first} to {@code first + count - 1} of all slices of the
 * member.
 *
 * @param first the first of these slices
 * @param count the number of consecutive slices, a power of two that divides {@code first}
 * @param exchange sums their gradients with those of the slices that other tasks carry
 */
public record CarriedSlices(int first, int count, GradientExchange exchange) {
    /** Returns all slices, for a member that one task trains. */
    public static CarriedSlices all(int slices) {
        return new CarriedSlices(0, slices, GradientExchange.ALONE);
    }

    /** Returns the shards of one slice: of R slices, slice r has the r-th of R equal runs of the shards. */
    public static <S> List<S> shardsOf(List<S> all, int slice, int slices) {
        return all.subList(
                (int) ((long) all.size() * slice / slices), (int) ((long) all.size() * (slice + 1) / slices));
    }

    /** Returns the number of rows of these slices in one step of an epoch. */
    public int rows(EpochLayout epoch, int stepOfEpoch) {
        int rows = 0;
        for (int slice = first; slice < first + count; slice++) {
            rows += epoch.rows(slice, stepOfEpoch);
        }
        return rows;
    }
}
