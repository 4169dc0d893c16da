package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * Settings that determine when training saves a checkpoint. They do not change the trained model.
 *
 * @param everySeconds the interval between checkpoints in seconds, at least 0; 0 saves after every step. null: 60, or
 *     no interval if {@code everyEpochs} is set
 * @param everyEpochs the number of epochs between checkpoints, at least 1; null: no checkpoints by epoch
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
