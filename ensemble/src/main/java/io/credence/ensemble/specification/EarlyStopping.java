package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Settings for early stopping: a member's training ends when its validation loss stops falling, and the weights of the
 * best epoch are kept.
 *
 * @param patience the number of consecutive epochs without a new best that training tolerates, at least 1; null: 10
 */
public record EarlyStopping(Integer patience) implements Serializable {
    /** @throws InvalidSettingException if the patience is below 1 */
    public EarlyStopping {
        patience = Objects.requireNonNullElse(patience, 10);
        if (patience < 1) {
            throw new InvalidSettingException("patience", patience, "at least 1");
        }
    }
}
