package io.credence.ensemble.model;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import java.util.Objects;

/**
 * The content of {@code model.json}: everything about a model except its weights.
 *
 * @param task the kind of prediction
 * @param network the architecture of every member
 * @param ensemble the number of networks and the approximate posterior
 * @param training the training settings that determine the weights; prediction reads the loss, which defines the
 *     outputs
 * @param encoding the encoding of features and label
 * @param calibration the calibration of predictions
 * @param conformal the conformal regions of predictions, or null
 * @param provenance the origin of the model
 */
public record ModelDescription(
        Task task,
        NetworkSpec network,
        EnsembleSpec ensemble,
        TrainingSpec training,
        Encoding encoding,
        Calibration calibration,
        Conformal conformal,
        Provenance provenance) {
    /** @throws NullPointerException if a component other than {@code conformal} is null */
    public ModelDescription {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(ensemble, "ensemble");
        training = Objects.requireNonNull(training, "training").definition();
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(provenance, "provenance");
    }
}
