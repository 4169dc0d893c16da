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
 * How every member is trained; the configuration's {@code training}.
 *
 * @param loss what is minimised; null: what suits the task, see {@link #lossFor}
 * @param optimizer null: AdamW with its defaults
 * @param schedule of the learning rate; null: a cosine with its defaults
 * @param epochs passes over the training rows, at least 1; null: 40
 * @param batchSize rows a step, over all replicas of a member, at least 1; null: 100
 * @param replicas equal slices of every batch whose gradients are computed apart and summed as a balanced tree, a power of two that
 *     divides the batch size; part of the model's definition, unlike the number of tasks that carry them; null: 1
 * @param localSteps how many steps the replicas take apart, each on its own weights, before these are averaged, at least 1; null: 1, where
 *     every step is by the gradient of the whole batch. Part of the model's definition where there are several replicas
 * @param gradientClip the largest global norm that a gradient keeps, above 0; null: any
 * @param earlyStopping null: every member trains all of its epochs
 * @param adversarial null: no adversarial rows
 * @param weightAveraging the share of the average of all weights so far that a step keeps, strictly between 0 and 1: the average is what is
 *     validated and kept; null: the weights themselves are
 * @param checkpoint when a training keeps how far it has come; null: every minute
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
        CheckpointSpec checkpoint)
        implements Serializable {
    /** @throws InvalidSettingException if a number is out of its range */
    public TrainingSpec {
        optimizer = optimizer == null ? new Optimizer.AdamW(null, null, null, null, null) : optimizer;
        schedule = schedule == null ? new Schedule.Cosine(null, null) : schedule;
        epochs = atLeastOne("epochs", Objects.requireNonNullElse(epochs, 40));
        batchSize = atLeastOne("batchSize", Objects.requireNonNullElse(batchSize, 100));
        replicas = atLeastOne("replicas", Objects.requireNonNullElse(replicas, 1));
        localSteps = atLeastOne("localSteps", Objects.requireNonNullElse(localSteps, 1));
        if (Integer.bitCount(replicas) != 1 || batchSize % replicas != 0) {
            throw new InvalidSettingException(
                    "replicas", replicas, "a power of two that divides the batch size, which is " + batchSize);
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

    /** The loss of a task for which none is chosen: Gaussian NLL, cross-entropy or triplet. */
    public static Loss lossFor(Task task) {
        return switch (task) {
            case REGRESSION -> new Loss.GaussianNll(null, null);
            case CLASSIFICATION -> new Loss.CrossEntropy(null);
            case EMBEDDING -> new Loss.Triplet(null, null);
        };
    }

    /** These settings with the loss that holds for a task. */
    public TrainingSpec resolvedFor(Task task) {
        return with(loss == null ? lossFor(task) : loss, checkpoint);
    }

    /** What defines a member: these settings, with those that change no bit of it at their defaults. */
    public TrainingSpec definition() {
        return with(loss, null);
    }

    private TrainingSpec with(Loss otherLoss, CheckpointSpec otherCheckpoint) {
        return new TrainingSpec(
                otherLoss,
                optimizer,
                schedule,
                epochs,
                batchSize,
                replicas,
                localSteps,
                gradientClip,
                earlyStopping,
                adversarial,
                weightAveraging,
                otherCheckpoint);
    }

    /**
     * Settings that are allowed but rarely wise, one sentence each.
     *
     * @param rows that are trained on
     */
    public List<String> warnings(long rows) {
        List<String> warnings = new ArrayList<>(loss.warnings());
        long steps = (rows + batchSize - 1) / batchSize * epochs;
        if (Schedule.steps(schedule.warmup(), steps) >= steps) {
            warnings.add("training.schedule.warmup is " + schedule.warmup()
                    + " and spans the whole training, whose number of steps is " + steps
                    + ": the learning rate is still rising when it ends");
        }
        return warnings;
    }

    /** The rows of a batch that one replica computes. */
    public int sliceSize() {
        return batchSize / replicas;
    }

    /** Whether replicas take steps apart and average their weights. */
    public boolean averagesWeights() {
        return replicas > 1 && localSteps > 1;
    }

    /** A new optimiser at its start, by these settings. */
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
