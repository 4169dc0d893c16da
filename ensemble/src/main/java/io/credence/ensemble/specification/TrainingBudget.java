package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.Objects;

/**
 * The length of training by the number of rows; the configuration's {@code training.budget}. Small sets need many
 * epochs of small batches and large ones few epochs of large batches, but both need about as many steps.
 *
 * @param steps the least number of steps, at least 1; null: 4,000. Training ends with the epoch that reaches it, but
 *     not before the third
 */
public record TrainingBudget(Integer steps) implements Serializable {
    private static final int MIN_EPOCHS = 3;
    private static final int MIN_BATCH = 16;
    private static final int MAX_BATCH = 1024;

    /** @throws InvalidSettingException if the number of steps is below 1 */
    public TrainingBudget {
        steps = Objects.requireNonNullElse(steps, 4000);
        if (steps < 1) {
            throw new InvalidSettingException("steps", steps, "at least 1");
        }
    }

    /**
     * Returns the number of rows of a batch: the power of two that is nearest to twice the root of the number of rows,
     * from 16 to 1024.
     *
     * @param rows the number of training rows, at least 1
     */
    static int batchSize(long rows) {
        double exponent = StrictMath.log(2 * StrictMath.sqrt(rows)) / StrictMath.log(2);
        return (int) Math.max(MIN_BATCH, Math.min(MAX_BATCH, 1L << Math.round(exponent)));
    }

    /**
     * Returns the number of epochs that take the steps.
     *
     * @param rows the number of training rows, at least 1
     * @param batchSize the number of rows of a batch
     */
    int epochs(long rows, int batchSize) {
        long stepsOfEpoch = (rows + batchSize - 1) / batchSize;
        return (int) Math.max(MIN_EPOCHS, (steps + stepsOfEpoch - 1) / stepsOfEpoch);
    }
}
