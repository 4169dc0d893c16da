package io.credence.ensemble.specification;

import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * Training on fast-gradient adversarial rows beside the rows themselves, which smooths the predictive distribution around them
 * (Lakshminarayanan et al. 2017, section 2.3; Goodfellow et al. 2015): every row x gets a twin x + epsilon sign(dloss/dx) with the same label,
 * and the mean of both losses is minimised. A step costs two passes instead of one.
 *
 * @param epsilon how far every encoded feature is moved, above 0; null: 0.01. Numbers are moved by so many of their standard deviations
 *     where they are standardised
 */
public record AdversarialSpec(Double epsilon) implements Serializable {
    public AdversarialSpec {
        epsilon = Range.above(0).valueOr("epsilon", epsilon, 0.01);
    }
}
