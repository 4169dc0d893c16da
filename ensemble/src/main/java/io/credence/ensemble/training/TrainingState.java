package io.credence.ensemble.training;

import io.credence.kernels.optimizer.OptimizerState;
import java.util.List;
import java.util.Objects;

/**
 * How far a training has come: what it takes to continue it, after any step, and get the same bits as if it had never been interrupted.
 *
 * @param start whose training it is
 * @param steps how many steps have been taken, over all epochs
 * @param parameters all parameters in the layout of the member's network
 * @param average the average of the weights so far, in the same layout; null where there is none
 * @param optimizer what the optimiser remembers
 * @param epochs the epochs that are finished, first to last
 * @param lossSum the sum of the training rows' losses so far in the epoch under way; 0 between epochs
 * @param best the weights that early stopping would go back to; null without early stopping and before the first epoch ends
 * @param layers the health of each layer as last looked at, from the inputs to the outputs; empty before the first look
 * @param seconds the time spent so far, validation included
 * @param exchangeSeconds the part of it that was spent waiting for other tasks
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
        List<MemberHistory.Layer> layers,
        double seconds,
        double exchangeSeconds) {
    /**
     * The epoch with the lowest validation loss so far.
     *
     * @param epoch from 0
     * @param loss its validation loss
     * @param parameters what the parameters were after it
     */
    public record Best(int epoch, double loss, float[] parameters) {}

    /** @throws IllegalArgumentException if a number cannot be that of any training */
    public TrainingState {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(optimizer, "optimizer");
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
        if (steps < epochs.size()) {
            throw new IllegalArgumentException("a training state has " + steps + " steps after " + epochs.size()
                    + " epochs; it must have at least one an epoch");
        }
        if (best != null && (best.epoch() < 0 || best.epoch() >= epochs.size())) {
            throw new IllegalArgumentException("a training state's best epoch is " + best.epoch()
                    + "; it must be one of its " + epochs.size() + " finished ones, from 0");
        }
        if (average != null && average.length != parameters.length) {
            throw new IllegalArgumentException("a training state has " + parameters.length + " parameters and "
                    + average.length + " of their average; both must be all of the network");
        }
        if (best != null && best.parameters().length != parameters.length) {
            throw new IllegalArgumentException("a training state has " + parameters.length + " parameters and "
                    + best.parameters().length + " of the best epoch; both must be all of the network");
        }
    }

    /** @throws IllegalArgumentException if this is not a state that the training of that start comes to */
    void requireFits(MemberStart other, int stepsPerEpoch, int allEpochs, int length, boolean averaged) {
        if (!start.equals(other)) {
            throw new IllegalArgumentException(
                    "the state to continue from is that of " + start + "; it must be of " + other);
        }
        long first = (long) epochs.size() * stepsPerEpoch;
        if (epochs.size() > allEpochs || steps < first || steps >= first + stepsPerEpoch) {
            throw new IllegalArgumentException("the state to continue from has " + steps + " steps and " + epochs.size()
                    + " finished epochs; it must have at most " + allEpochs + " epochs, of " + stepsPerEpoch
                    + " steps");
        }
        if (parameters.length != length) {
            throw new IllegalArgumentException("the state to continue from has " + parameters.length
                    + " parameters; it must have the network's " + length);
        }
        if (averaged != (average != null)) {
            throw new IllegalArgumentException("the state to continue from has " + (averaged ? "no" : "an")
                    + " average of the weights; it must have one if, and only if, the training averages them");
        }
    }
}
