package io.credence.ensemble.training;

import io.credence.kernels.random.Seeds;

/**
 * What makes a member this one and no other.
 *
 * @param index its place in the ensemble, from 0
 * @param attempt how often it has been started afresh because it diverged, from 0
 * @param seed what its initialisation, batch order and draws come from
 */
public record MemberStart(int index, int attempt, long seed) {
    /** The start of a member of an ensemble. */
    public static MemberStart of(long ensembleSeed, int index, int attempt) {
        return new MemberStart(index, attempt, Seeds.memberSeed(ensembleSeed, index, attempt));
    }
}
