package io.credence.ensemble.predictive;

/** The predictive distribution of one row's label: the equal-weight mixture of the components' distributions. */
public sealed interface Prediction permits NumericPrediction, CategoricalMixture {
    /** Returns the number of components. */
    int size();

    /** Returns the best single answer: the mean in the label's unit, or the index of the most probable class. */
    double point();

    /** Returns the noise in the data: the part of the uncertainty that more rows would not reduce. */
    double aleatoric();

    /** Returns the disagreement between the components: the part of the uncertainty that more rows would reduce. */
    double epistemic();

    /** Returns the uncertainty of the mixture, aleatoric + epistemic. */
    double total();

    /** Returns the three uncertainties. */
    default Uncertainty uncertainty() {
        return new Uncertainty(total(), aleatoric(), epistemic());
    }
}
