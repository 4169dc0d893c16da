package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Ends a member's training when its validation loss has stopped falling, and keeps the weights of the best epoch.
 *
 * @param patience how many epochs in a row may pass without a new best, at least 1; null: 10
 */
public record EarlyStopping(Integer patience) implements Serializable {
    public EarlyStopping {
        patience = Objects.requireNonNullElse(patience, 10);
        if (patience < 1) {
            throw new InvalidSettingException("patience", patience, "at least 1");
        }
    }
}
