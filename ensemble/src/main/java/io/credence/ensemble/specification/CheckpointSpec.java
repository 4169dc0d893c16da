package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * When a training that may be interrupted keeps how far it has come. It changes no bit of what comes out.
 *
 * @param everySeconds at the first step after so many seconds since the last time, at least 0, where 0 is after every step; null: 60, or
 *     never by time where {@code everyEpochs} is set
 * @param everyEpochs at the end of every so many epochs, at least 1; null: not by epochs
 */
public record CheckpointSpec(Double everySeconds, Integer everyEpochs) implements Serializable {
    private static final double DEFAULT_SECONDS = 60;

    /** @throws InvalidSettingException if a number is out of its range */
    public CheckpointSpec {
        everySeconds = everySeconds == null && everyEpochs == null ? (Double) DEFAULT_SECONDS : everySeconds;
        if (everySeconds != null && !Range.atLeast(0).contains(everySeconds)) {
            throw new InvalidSettingException("everySeconds", everySeconds, Range.atLeast(0) + ", or null");
        }
        if (everyEpochs != null && everyEpochs < 1) {
            throw new InvalidSettingException("everyEpochs", everyEpochs, "at least 1, or null");
        }
    }
}
