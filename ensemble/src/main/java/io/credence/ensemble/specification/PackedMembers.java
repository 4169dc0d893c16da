package io.credence.ensemble.specification;

import java.io.Serializable;

/**
 * The members that one network packs: they share weight matrices, but each has its own scales and its own output layer.
 *
 * @param members the number of members in a network, at least 1; 1 is a network of its own
 * @param sharing what the members share
 */
public record PackedMembers(int members, Sharing sharing) implements Serializable {
    /** One member in each network, which shares nothing. */
    public static final PackedMembers NONE = new PackedMembers(1, Sharing.INPUT);

    /** What packed members share. */
    public enum Sharing {
        /** All hidden layers: a member has scales of its own only on the inputs (TabM-mini, Gorishniy et al. 2025). */
        INPUT,
        /**
         * The weight matrices of hidden layers: a member has its own scales on the inputs and outputs of every layer,
         * and its own biases (TabM, Gorishniy et al. 2025, after BatchEnsemble, Wen et al. 2020).
         */
        FULL
    }

    /** @throws IllegalArgumentException if there is no member */
    public PackedMembers {
        if (members < 1) {
            throw new IllegalArgumentException("number of packed members is " + members + "; it must be at least 1");
        }
    }

    /** Returns whether a network has several members. */
    public boolean packs() {
        return members > 1;
    }
}
