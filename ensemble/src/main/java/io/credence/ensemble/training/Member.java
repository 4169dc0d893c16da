package io.credence.ensemble.training;

import java.io.Serializable;

/**
 * One trained network of an ensemble.
 *
 * @param index the index in the ensemble, from 0
 * @param seed the seed of its initialisation, batch order and random draws
 * @param attempt the number of times its training was restarted after diverging
 * @param parameters all parameters in the layout of its network
 * @param history the history of its training
 */
public record Member(int index, long seed, int attempt, float[] parameters, MemberHistory history)
        implements Serializable {}
