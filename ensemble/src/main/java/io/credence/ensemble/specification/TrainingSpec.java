package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.schedule.Schedule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Settings for the training of every member; the configuration's {@code training}.
 *
 * @param loss the loss function; null: the default of the task, see {@link #lossFor}
 * @param optimizer null: AdamW with its defaults
 * @param schedule the schedule of the learning rate; null: cosine with its defaults
 * @param epochs the number of passes over the training rows, at least 1; null: by the budget, or 40 without one
 * @param batchSize the number of rows per step, over all replicas of a member, at least 1; null: by the number of
 *     training rows if there is a budget, otherwise 100
 * @param replicas the number of equal slices of every batch, a power of two that divides the batch size; null: 1. The
 *     gradients of slices are computed separately and summed as a balanced tree. Part of the model's definition,
 *     unlike the number of tasks that carry them
 * @param localSteps the number of steps that replicas take on their own weights before these are averaged, at least 1;
 *     null: 1, so that every step uses the gradient of the whole batch. Part of the model's definition if there are
 *     several replicas
 * @param gradientClip the maximum global norm of a gradient, above 0; null: no limit
 * @param earlyStopping null: every member trains for all epochs
 * @param adversarial null: no adversarial rows
 * @param weightAveraging the decay of the exponential moving average of the weights, strictly between 0 and 1; null:
 *     no average. If set, the average is validated and kept instead of the weights
 * @param masking the fraction of the rows of a batch from which training hides cells, in [0, 1), so that the network
 *     learns to predict rows with unknown categories and missing values; null: none until a default is filled in
 * @param budget how the number of training rows determines epochs and batch size; null: it does not
 * @param checkpoint when training saves a checkpoint; null: every minute
 */
public record TrainingSpec(
        Loss loss,
        Optimizer optimizer,
        Schedule schedule,
        Integer epochs,
        Integer batchSize,
        Integer replicas,
        Integer localSteps,
        Double gradientClip,
        EarlyStopping earlyStopping,
        AdversarialSpec adversarial,
        Double weightAveraging,
        Double masking,
        TrainingBudget budget,
        CheckpointSpec checkpoint)
        implements Serializable {
    /** @throws InvalidSettingException if a number is out of its range */
    public TrainingSpec {
        optimizer = optimizer == null ? new Optimizer.AdamW(null, null, null, null, null) : optimizer;
        schedule = schedule == null ? new Schedule.Cosine(null, null) : schedule;
        if (epochs != null || budget == null) {
            epochs = atLeastOne("epochs", Objects.requireNonNullElse(epochs, 40));
        }
        if (batchSize != null || budget == null) {
            batchSize = atLeastOne("batchSize", Objects.requireNonNullElse(batchSize, 100));
        }
        replicas = atLeastOne("replicas", Objects.requireNonNullElse(replicas, 1));
        localSteps = atLeastOne("localSteps", Objects.requireNonNullElse(localSteps, 1));
        if (Integer.bitCount(replicas) != 1 || batchSize != null && batchSize % replicas != 0) {
            throw new InvalidSettingException(
                    "replicas",
                    replicas,
                    batchSize == null
                            ? "a power of two"
                            : "a power of two that divides the batch size, which is " + batchSize);
        }
        if (masking != null && !(masking >= 0 && masking < 1)) {
            throw new InvalidSettingException("masking", masking, "at least 0 and below 1");
        }
        checkpoint = checkpoint == null ? new CheckpointSpec(null, null) : checkpoint;
        if (gradientClip != null && !Range.above(0).contains(gradientClip)) {
            throw new InvalidSettingException("gradientClip", gradientClip, Range.above(0) + ", or null for none");
        }
        if (weightAveraging != null && !(weightAveraging > 0 && weightAveraging < 1)) {
            throw new InvalidSettingException(
                    "weightAveraging", weightAveraging, "strictly between 0 and 1, or null for none");
        }
    }

    /** Returns the default loss of a task: Gaussian NLL, cross-entropy or triplet. */
    public static Loss lossFor(Task task) {
        return switch (task) {
            case REGRESSION -> new Loss.GaussianNll(null, null);
            case CLASSIFICATION -> new Loss.CrossEntropy(null);
            case EMBEDDING -> new Loss.Triplet(null, null);
        };
    }

    /** Returns these settings with the default loss of a task filled in. */
    public TrainingSpec resolvedFor(Task task) {
        return with(loss == null ? lossFor(task) : loss, epochs, batchSize, masking, checkpoint);
    }

    /** Returns these settings with a fraction of masked rows filled in, if they have none. */
    public TrainingSpec maskedBy(double fraction) {
        return with(loss, epochs, batchSize, Objects.requireNonNullElse(masking, fraction), checkpoint);
    }

    /**
     * Returns these settings with those of the loss filled in that follow from the labels.
     *
     * @param labelStep as for {@link Loss#forLabels}
     */
    public TrainingSpec forLabels(double labelStep) {
        return with(loss.forLabels(labelStep), epochs, batchSize, masking, checkpoint);
    }

    /**
     * Returns these settings with epochs and batch size filled in from the budget, if they have none.
     *
     * @param rows the number of training rows, at least 1
     */
    public TrainingSpec forRows(long rows) {
        if (budget == null) {
            return this;
        }
        int size = batchSize != null ? batchSize : Math.max(replicas, TrainingBudget.batchSize(rows));
        return with(loss, epochs != null ? epochs : budget.epochs(rows, size), size, masking, checkpoint);
    }

    /** Returns whether training hides cells of some rows. */
    public boolean masksCells() {
        return masking != null && masking > 0;
    }

    /** Returns the settings that define a member, with those that do not affect the result reset to their defaults. */
    public TrainingSpec definition() {
        return with(loss, epochs, batchSize, masking, null);
    }

    private TrainingSpec with(
            Loss otherLoss,
            Integer otherEpochs,
            Integer otherBatchSize,
            Double otherMasking,
            CheckpointSpec otherCheckpoint) {
        return new TrainingSpec(
                otherLoss,
                optimizer,
                schedule,
                otherEpochs,
                otherBatchSize,
                replicas,
                localSteps,
                gradientClip,
                earlyStopping,
                adversarial,
                weightAveraging,
                otherMasking,
                budget,
                otherCheckpoint);
    }

    /**
     * Returns warnings about settings that are allowed but rarely wise, one sentence each.
     *
     * @param rows the number of training rows
     */
    public List<String> warnings(long rows) {
        List<String> warnings = new ArrayList<>(loss.warnings());
        long steps = (rows + batchSize - 1) / batchSize * epochs;
        if (Schedule.steps(schedule.warmup(), steps) >= steps) {
            warnings.add("training.schedule.warmup is " + schedule.warmup()
                    + " and covers all of training (number of steps: " + steps
                    + "), so the learning rate is still rising at the end");
        }
        return warnings;
    }

    /** Returns the number of rows of a batch that one replica computes. */
    public int sliceSize() {
        return batchSize / replicas;
    }

    /** Returns whether replicas update their own weights and then average them. */
    public boolean averagesWeights() {
        return replicas > 1 && localSteps > 1;
    }

    /** Creates an optimiser with these settings, before its first step. */
    public Updater updater(ParameterLayout layout) {
        return new Updater(optimizer, layout, gradientClip);
    }

    private static int atLeastOne(String key, int value) {
        if (value < 1) {
            throw new InvalidSettingException(key, value, "at least 1");
        }
        return value;
    }
}
