package io.credence.driver.data.profile;

import io.credence.ensemble.encoding.MissingPlace;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;

/** Whether and from which rows a network learns a representation of missing numbers. */
public enum MissingNumbers {
    /** It learns none: for networks on images, whose inputs are pixels only. */
    IGNORED,
    /** It learns from the missing numbers of the training rows. */
    OBSERVED,
    /** It also learns from numbers that training hides. */
    MASKED;

    /** The minimum fraction of training rows without the number for which no more need to be hidden. */
    private static final double COMMON = 0.01;

    /** Returns the choice for a network and its training. */
    public static MissingNumbers of(NetworkSpec network, TrainingSpec training) {
        if (network.image() != null) {
            return IGNORED;
        }
        return training.masksCells() ? MASKED : OBSERVED;
    }

    /** Returns the representation for a column, of whose training rows {@code missing} lack the number. */
    public MissingPlace place(long missing, long rows) {
        if (this == IGNORED || this == OBSERVED && missing == 0) {
            return MissingPlace.NONE;
        }
        if (this == OBSERVED || missing >= COMMON * rows) {
            return MissingPlace.COMMON;
        }
        return missing == 0 ? MissingPlace.UNSEEN : MissingPlace.RARE;
    }
}
