package io.credence.ensemble.training;

import java.io.Serializable;

/**
 * One trained network of an ensemble.
 *
 * @param index the index in the ensemble, from 0
 * @param seed the seed of its initialisation, batch order and random draws
 * @param attempt how often its training was restarted because it diverged, from 0
 * @param parameters all parameters in the layout of its network
 * @param history what its training recorded
 */
public record Member(int index, long seed, int attempt, float[] parameters, MemberHistory history)
        implements Serializable {}
