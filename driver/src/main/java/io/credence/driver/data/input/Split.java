package io.credence.driver.data.input;

import java.util.Locale;

/** What a row is used for. */
public enum Split {
    /** Weights and encoding are learnt from these rows only. */
    TRAIN,
    /** Early stopping and calibration are fitted to these rows. */
    VALIDATION,
    /** Nothing is fitted to these rows. */
    TEST;

    /** As file names and messages have it: {@code train}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
