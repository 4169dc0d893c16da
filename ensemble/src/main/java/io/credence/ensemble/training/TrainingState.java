package io.credence.ensemble.training;

import io.credence.kernels.optimizer.OptimizerState;
import java.util.List;
import java.util.Objects;

/**
 * The state of a training run after a step. A run that continues from it produces the same bits as an uninterrupted
 * one.
 *
 * @param start the member and attempt that it belongs to
 * @param steps the number of steps taken, over all epochs
 * @param parameters all parameters in the layout of the member's network
 * @param average the moving average of the weights, in the same layout; null if there is none
 * @param optimizer the optimiser's state
 * @param epochs the finished epochs, first to last
 * @param lossSum the sum of the training rows' losses in the current epoch; 0 between epochs
 * @param best the best epoch; null without early stopping and before the first epoch ends
 * @param layers the health of each layer at the last inspection, from the inputs to the outputs; empty before the
 *     first
 * @param seconds the time spent so far, including validation
 * @param exchangeSeconds the part of that time spent waiting for other tasks
 */
public record TrainingState(
        MemberStart start,
        long steps,
        float[] parameters,
        float[] average,
        OptimizerState optimizer,
        List<MemberHistory.Epoch> epochs,
        double lossSum,
        Best best,
        List<MemberHistory.LayerHealth> layers,
        double seconds,
        double exchangeSeconds) {
    /**
     * The epoch with the lowest validation loss so far.
     *
     * @param epoch from 0
     * @param loss its validation loss
     * @param parameters the parameters after it
     */
    public record Best(int epoch, double loss, float[] parameters) {}

    /** @throws IllegalArgumentException if the values are inconsistent */
    public TrainingState {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(optimizer, "optimizer");
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
        if (steps < epochs.size()) {
            throw new IllegalArgumentException("a training state has " + steps + " steps after " + epochs.size()
                    + " epochs; it must have at least one step per epoch");
        }
        if (best != null && (best.epoch() < 0 || best.epoch() >= epochs.size())) {
            throw new IllegalArgumentException("a training state's best epoch is " + best.epoch()
                    + "; it must be one of its " + epochs.size() + " finished epochs, from 0");
        }
        if (average != null && average.length != parameters.length) {
            throw new IllegalArgumentException("a training state has " + parameters.length + " parameters and "
                    + average.length + " averaged ones; both must equal the number of the network's parameters");
        }
        if (best != null && best.parameters().length != parameters.length) {
            throw new IllegalArgumentException(
                    "a training state has " + parameters.length + " parameters and " + best.parameters().length
                            + " of the best epoch; both must equal the number of the network's parameters");
        }
    }

    /**
     * Checks that a training run can continue from this state.
     *
     * @throws IllegalArgumentException if a training run with this start, size and length cannot reach this state
     */
    void requireFits(MemberStart other, int stepsPerEpoch, int maxEpochs, int length, boolean averaged) {
        if (!start.equals(other)) {
            throw new IllegalArgumentException(
                    "the state to continue from belongs to " + start + "; it must belong to " + other);
        }
        long first = (long) epochs.size() * stepsPerEpoch;
        if (epochs.size() > maxEpochs || steps < first || steps >= first + stepsPerEpoch) {
            throw new IllegalArgumentException("the state to continue from has " + steps + " steps and " + epochs.size()
                    + " finished epochs; it must have at most " + maxEpochs + " epochs, of " + stepsPerEpoch
                    + " steps");
        }
        if (parameters.length != length) {
            throw new IllegalArgumentException("the state to continue from has " + parameters.length
                    + " parameters; it must have the network's " + length);
        }
        if (averaged != (average != null)) {
            throw new IllegalArgumentException("the state to continue from has " + (averaged ? "no" : "an")
                    + " average of the weights; it must have one if and only if the training averages them");
        }
    }
}
