package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;

/**
 * Settings for early stopping: a member's training ends when its validation loss stops falling, and the weights of the
 * best epoch are kept.
 *
 * @param patience the number of consecutive epochs without a new best that training tolerates, at least 1; null: 10,
 *     or a quarter of all epochs if that is more
 */
public record EarlyStopping(Integer patience) implements Serializable {
    /** @throws InvalidSettingException if the patience is below 1 */
    public EarlyStopping {
        if (patience != null && patience < 1) {
            throw new InvalidSettingException("patience", patience, "at least 1");
        }
    }

    /**
     * Returns the patience in a training run of at most the given number of epochs.
     *
     * @param epochs at least 1
     */
    public int patience(int epochs) {
        return patience != null ? patience : Math.max(10, epochs / 4);
    }
}
