package io.credence.ensemble.training;

import java.io.Serializable;

/**
 * One trained network of an ensemble.
 *
 * @param index its place in the ensemble, from 0
 * @param seed what its initialisation, batch order and draws came from
 * @param attempt how often it had to start afresh because it diverged, from 0
 * @param parameters all parameters in the layout of its network
 * @param history how its training went
 */
public record Member(int index, long seed, int attempt, float[] parameters, MemberHistory history)
        implements Serializable {}
