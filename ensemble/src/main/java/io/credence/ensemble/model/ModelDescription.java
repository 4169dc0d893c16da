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
 * Everything about a model but its weights: what {@code model.json} says.
 *
 * @param task what the model is asked for
 * @param network the shape of every member
 * @param ensemble how many networks there are, and how predictions are drawn from them
 * @param training how they were trained, without what changes no bit of them; prediction needs the loss of it, which shapes the outputs
 * @param encoding how columns become inputs and labels targets
 * @param calibration what is applied to predictions
 * @param conformal the regions of labels that come with every prediction, or null
 * @param provenance where the model comes from
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
