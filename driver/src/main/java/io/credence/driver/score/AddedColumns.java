package io.credence.driver.score;

import io.credence.ensemble.likelihood.Likelihood;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How predictions are added to rows as columns.
 *
 * @param prefix precedes the name of every added column
 * @param probability the form of the probabilities of the classes
 * @param onError what becomes of a row that cannot be scored
 * @param quantiles the probabilities of the quantiles that a regression adds, each strictly between 0 and 1
 */
public record AddedColumns(String prefix, ProbabilityForm probability, OnError onError, List<Double> quantiles)
        implements Serializable {
    /** Names without a prefix, probabilities as an array, and failure on the first row that cannot be scored. */
    public static final AddedColumns DEFAULT = new AddedColumns("", ProbabilityForm.ARRAY, OnError.FAIL, List.of());

    public AddedColumns {
        quantiles = List.copyOf(quantiles);
    }

    /**
     * Returns a warning if rows with these columns can be scored with a prefix only.
     *
     * @param likelihood the likelihood of the labels; empty for an embedding
     * @param names the columns that a model is trained on
     */
    public static List<String> warnings(Optional<Likelihood> likelihood, List<String> names) {
        List<String> taken = ScoreColumns.taken(likelihood, names);
        return taken.isEmpty()
                ? List.of()
                : List.of(
                        "The data has the columns " + taken + ", and scoring adds columns of these names. To score rows"
                                + " that have them, name the added ones differently: credence score --prefix model_.");
    }
}
