package io.credence.ensemble.specification;

import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * Settings for adversarial training with the fast gradient sign method, which smooths the predictive distribution
 * around the training rows (Lakshminarayanan et al. 2017, section 2.3; Goodfellow et al. 2015). Every row x gets an
 * adversarial copy x + epsilon sign(dloss/dx) with the same label, and training minimises the mean of both losses. A
 * step takes two passes instead of one.
 *
 * @param epsilon the distance by which every encoded feature is moved, above 0; null: 0.01. For standardised numbers
 *     the unit is one standard deviation
 */
public record AdversarialSpec(Double epsilon) implements Serializable {
    /** @throws io.credence.kernels.InvalidSettingException if the distance is not above 0 */
    public AdversarialSpec {
        epsilon = Range.above(0).valueOr("epsilon", epsilon, 0.01);
    }
}
