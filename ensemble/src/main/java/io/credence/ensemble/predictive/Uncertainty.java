package io.credence.ensemble.predictive;

/**
 * The uncertainty of one prediction, or the mean over many. For regression these are variances in the label's squared unit
 * (Kendall and Gal 2017), for classes entropies in nats (Depeweg et al. 2018).
 *
 * @param total aleatoric + epistemic
 * @param aleatoric what the data cannot tell: noise that more rows would not remove
 * @param epistemic what the model does not know: disagreement that more rows would remove
 */
public record Uncertainty(double total, double aleatoric, double epistemic) {
    /** The uncertainty with these two parts. */
    public static Uncertainty of(double aleatoric, double epistemic) {
        return new Uncertainty(aleatoric + epistemic, aleatoric, epistemic);
    }
}
