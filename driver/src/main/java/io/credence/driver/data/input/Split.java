package io.credence.driver.data.input;

import java.util.Locale;

/** The use of a row: training, validation or testing. */
public enum Split {
    /** Rows that weights and the encoding are learnt from. */
    TRAIN,
    /** Rows for early stopping and calibration. */
    VALIDATION,
    /** Rows that nothing is fitted to. */
    TEST;

    /** Returns the name in file names and messages: {@code train}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
