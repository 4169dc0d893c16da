package io.credence.ensemble.member;

import java.io.Serializable;
import java.util.List;

/**
 * How one member's training went.
 *
 * @param epochs first to last
 * @param bestEpoch the epoch, from 0, whose weights were kept
 * @param steps how many steps were taken
 * @param seconds the time they took, validation included
 * @param exchangeSeconds the part of it that was spent waiting for the gradients of other tasks
 */
public record MemberHistory(List<Epoch> epochs, int bestEpoch, long steps, double seconds, double exchangeSeconds)
        implements Serializable {
    /**
     * One pass over the training rows.
     *
     * @param trainLoss the mean over the rows, each as its step began
     * @param validationLoss the mean over the validation rows after the epoch; NaN without such rows
     * @param gradientNorm the mean of the global gradient norm over the steps, before clipping
     */
    public record Epoch(double trainLoss, double validationLoss, double gradientNorm) implements Serializable {}

    public MemberHistory {
        epochs = List.copyOf(epochs);
    }
}
