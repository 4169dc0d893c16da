package io.credence.ensemble.predictive;

/**
 * The uncertainty of one prediction, or the mean over many predictions. For regression it is a variance in the label's
 * squared unit (Kendall and Gal 2017), for classification an entropy in nats (Depeweg et al. 2018).
 *
 * @param total aleatoric + epistemic
 * @param aleatoric noise in the data, which more rows would not reduce
 * @param epistemic disagreement between components, which more rows would reduce
 */
public record Uncertainty(double total, double aleatoric, double epistemic) {
    /** Returns the uncertainty with these two parts. */
    public static Uncertainty of(double aleatoric, double epistemic) {
        return new Uncertainty(aleatoric + epistemic, aleatoric, epistemic);
    }
}
