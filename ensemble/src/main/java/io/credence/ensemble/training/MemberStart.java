package io.credence.ensemble.training;

import io.credence.kernels.random.Seeds;

/**
 * The identity of one training run of one member.
 *
 * @param index the member's index in the ensemble, from 0
 * @param attempt the number of times the training was restarted after diverging
 * @param seed the seed of the initialisation, batch order and random draws
 */
public record MemberStart(int index, int attempt, long seed) {
    /** Returns the start of a member, whose seed follows from that of the ensemble. */
    public static MemberStart of(long ensembleSeed, int index, int attempt) {
        return new MemberStart(index, attempt, Seeds.memberSeed(ensembleSeed, index, attempt));
    }
}
