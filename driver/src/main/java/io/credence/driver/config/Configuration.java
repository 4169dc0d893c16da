package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.Spread;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The complete settings of a training run. Each part validates itself; the constructor validates that the parts fit
 * together.
 *
 * @param data the input rows
 * @param task the kind of prediction
 * @param network the network of every member; null: all defaults
 * @param ensemble the ensemble method and its size; null: all defaults
 * @param training how members are trained; null: all defaults. The default loss depends on the task
 * @param calibration the fits after training; null: all defaults
 * @param output the directory that receives {@code model/}, {@code report/} and {@code work/}
 */
public record Configuration(
        DataSpec data,
        Task task,
        NetworkSpec network,
        EnsembleSpec ensemble,
        TrainingSpec training,
        CalibrationSpec calibration,
        String output) {
    /**
     * The default fraction of training rows that lack cells. Enough of them for calibrated intervals of such rows, and
     * few enough not to cost accuracy on complete ones.
     */
    private static final double MASKING = 0.1;

    /**
     * @throws InvalidSettingException if a part is missing or does not fit another part; the key is the dotted path
     */
    public Configuration {
        require("data", data, "a map with at least input and label");
        require("task", task, "regression, classification or embedding");
        network =
                network == null ? new NetworkSpec(null, null, null, null, null, null, null, null, null, null) : network;
        ensemble = ensemble == null ? new EnsembleSpec(null, null, null, null, null, null, null) : ensemble;
        training = (training == null
                        ? new TrainingSpec(
                                null, null, null, null, null, null, null, null, null, null, null, null, null, null)
                        : training)
                .resolvedFor(task)
                .maskedBy(masksByDefault(task, network) ? MASKING : 0);
        calibration = calibration == null ? new CalibrationSpec(null, null) : calibration;
        require(
                "output",
                output == null || output.isBlank() ? null : output,
                "a directory for the model and the report");
        requireFittingLoss(task, training.loss());
        requireSingleEmbedding(task, ensemble);
        ensemble.posterior().requireFitting(network, training);
        requireFittingNormalization(network.normalization(), training);
        requireFittingMasking(network, training);
        requireFittingCalibration(task, training.loss(), calibration.method());
        requireFittingConformal(task, training.loss(), calibration.conformal());
        requireValidationRows(data, training, calibration);
        requireFittingFolds(data, ensemble);
    }

    /**
     * Returns these settings as YAML with all defaults filled in. Reading it gives an equal configuration, except for
     * {@link #shown() hidden options}.
     */
    public String toYaml() {
        return YamlWriter.write(shown());
    }

    /**
     * Returns these settings with those filled in that follow from the training rows.
     *
     * @param rows their number, at least 1
     * @param labelStep a number of which every label is a multiple, in standard deviations of the labels; 0 if none is
     *     known
     */
    public Configuration forTraining(long rows, double labelStep) {
        return new Configuration(
                data, task, network, ensemble, training.forRows(rows).forLabels(labelStep), calibration, output);
    }

    /** Returns these settings for a reader, without the values of options that may be secret. */
    public JsonNode shown() {
        JsonNode shown = SecretOptions.hide(JsonRecords.tree(this), data);
        ((ObjectNode) shown.get("training")).put("preset", KebabCase.ofConstant(Preset.NONE));
        return shown;
    }

    /** Returns the likelihood of the labels; empty for an embedding, which predicts no label. */
    public Optional<Likelihood> likelihood() {
        return likelihood(task, training.loss());
    }

    /** Returns what the label may be. */
    public LabelKind labelKind() {
        return likelihood().map(Likelihood::labelKind).orElse(LabelKind.CLASS);
    }

    private static Optional<Likelihood> likelihood(Task task, Loss loss) {
        return task == Task.EMBEDDING ? Optional.empty() : Optional.of(Likelihood.of(task, loss));
    }

    private static void require(String key, Object value, String allowed) {
        if (value == null) {
            throw new InvalidSettingException(key, null, allowed);
        }
    }

    private static void requireFittingLoss(Task task, Loss loss) {
        Set<String> losses =
                switch (task) {
                    case REGRESSION ->
                        Set.of(
                                "gaussian-mixture-nll",
                                "gaussian-nll",
                                "log-normal-nll",
                                "mse",
                                "negative-binomial-nll",
                                "poisson-nll",
                                "quantile",
                                "student-t-nll");
                    case CLASSIFICATION -> Set.of("binary-cross-entropy", "cross-entropy", "focal", "mse");
                    case EMBEDDING -> Set.of("contrastive", "triplet");
                };
        if (!losses.contains(loss.name())) {
            throw new InvalidSettingException(
                    "training.loss.name",
                    loss.name(),
                    "one of " + String.join(", ", losses.stream().sorted().toList()) + " when task is "
                            + KebabCase.ofConstant(task));
        }
    }

    /** Embeddings of two networks, or of two draws of one, are not comparable, so their mean is meaningless. */
    private static void requireSingleEmbedding(Task task, EnsembleSpec ensemble) {
        if (task == Task.EMBEDDING && ensemble.posterior().isStochastic()) {
            throw new InvalidSettingException(
                    "ensemble.method", ensemble.posterior().name(), "deep-ensemble when task is embedding");
        }
        if (task == Task.EMBEDDING && ensemble.members() != 1) {
            throw new InvalidSettingException(
                    "ensemble.members",
                    ensemble.members(),
                    "1 when task is embedding, because the embeddings of two networks are not comparable");
        }
    }

    private static void requireFittingNormalization(Normalization normalization, TrainingSpec training) {
        boolean synchronizes = normalization == Normalization.SYNCHRONIZED_BATCH;
        if (synchronizes && training.localSteps() > 1) {
            throw new InvalidSettingException(
                    "training.localSteps",
                    training.localSteps(),
                    "1 when network.normalization is synchronized-batch, because replicas that step independently"
                            + " share no batch");
        }
        if (synchronizes && training.batchSize() != null && training.batchSize() < 2) {
            throw new InvalidSettingException(
                    "training.batchSize",
                    training.batchSize(),
                    "at least 2 rows when network.normalization is synchronized-batch");
        }
        if (normalization == Normalization.BATCH && training.batchSize() != null && training.sliceSize() < 2) {
            throw new InvalidSettingException(
                    "training.batchSize",
                    training.batchSize(),
                    "at least 2 rows for each of the " + training.replicas()
                            + " replicas when network.normalization is batch");
        }
    }

    /** A network on images has no input to mark a missing number, and an embedding has no uncertainty. */
    private static boolean masksByDefault(Task task, NetworkSpec network) {
        return network.image() == null && task != Task.EMBEDDING;
    }

    private static void requireFittingMasking(NetworkSpec network, TrainingSpec training) {
        if (network.image() != null && training.masksCells()) {
            throw new InvalidSettingException(
                    "training.masking", training.masking(), "0 when network.image is set, or null");
        }
    }

    private static void requireFittingCalibration(Task task, Loss loss, CalibrationSpec.Method method) {
        Optional<Spread> spread = likelihood(task, loss).map(Likelihood::spread);
        List<String> suited = Arrays.stream(CalibrationSpec.Method.values())
                .filter(each -> each.fits(spread.orElse(null)))
                .map(KebabCase::ofConstant)
                .toList();
        if (!suited.contains(KebabCase.ofConstant(method))) {
            throw new InvalidSettingException(
                    "calibration.method",
                    KebabCase.ofConstant(method),
                    String.join(", ", suited.subList(0, suited.size() - 1)) + " or " + suited.get(suited.size() - 1)
                            + (spread.equals(Optional.of(Spread.FIXED))
                                    ? " when training.loss.name is " + loss.name()
                                    : " when task is " + KebabCase.ofConstant(task)));
        }
    }

    private static void requireFittingConformal(Task task, Loss loss, ConformalSpec conformal) {
        if (conformal == null) {
            return;
        }
        Likelihood likelihood = likelihood(task, loss)
                .orElseThrow(() -> new InvalidSettingException(
                        "calibration.conformal",
                        conformal,
                        "null when task is embedding, because an embedding predicts no label"));
        if (!likelihood.fits(conformal.score())) {
            throw new InvalidSettingException(
                    "calibration.conformal.score",
                    KebabCase.ofConstant(conformal.score()),
                    "least-ambiguous or adaptive when task is " + KebabCase.ofConstant(task));
        }
    }

    private static void requireValidationRows(DataSpec data, TrainingSpec training, CalibrationSpec calibration) {
        double fraction = data.split().validation();
        if (data.hasValidationRows()) {
            return;
        }
        CalibrationSpec.Method method = calibration.method();
        boolean fitted = method != CalibrationSpec.Method.AUTO && method != CalibrationSpec.Method.NONE;
        if (fitted) {
            throw new InvalidSettingException(
                    "data.split.validation",
                    fraction,
                    "above 0 when calibration.method is " + KebabCase.ofConstant(method));
        }
        if (calibration.conformal() != null) {
            throw new InvalidSettingException(
                    "data.split.validation", fraction, "above 0 when calibration.conformal is set");
        }
        if (training.earlyStopping() != null) {
            throw new InvalidSettingException(
                    "data.split.validation", fraction, "above 0 when training.earlyStopping is set");
        }
    }

    private static void requireFittingFolds(DataSpec data, EnsembleSpec ensemble) {
        Integer folds = data.split().folds();
        if (folds != null && folds > ensemble.posterior().networks()) {
            throw new InvalidSettingException(
                    "data.split.folds",
                    folds,
                    "at most the number of networks, which is "
                            + ensemble.posterior().networks() + ", so that at least one of them holds out every fold");
        }
    }
}
