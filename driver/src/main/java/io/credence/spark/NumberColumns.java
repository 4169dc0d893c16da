package io.credence.spark;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;

/**
 * The columns that only a regression adds.
 *
 * @param <T> the estimator or model, which setters return
 */
public interface NumberColumns<T extends NumberColumns<T>> extends ColumnParams<T> {
    /** Returns the parameter for the predictive variance, in the squared unit of the label. */
    default Param<String> varianceCol() {
        return columns().total();
    }

    /** Returns the parameter for the quantiles. */
    default Param<String> quantilesCol() {
        return columns().quantiles();
    }

    /** Returns the parameter for the probabilities of the quantiles. */
    default DoubleArrayParam quantileProbabilities() {
        return columns().quantileProbabilities();
    }

    /** Sets the column of the predictive variance; empty for none. */
    default T setVarianceCol(String column) {
        set(varianceCol(), column);
        return self();
    }

    /** Sets the column of the quantiles; empty for none. */
    default T setQuantilesCol(String column) {
        set(quantilesCol(), column);
        return self();
    }

    /** Sets the probabilities of the quantiles, each strictly between 0 and 1. */
    default T setQuantileProbabilities(double... probabilities) {
        set(quantileProbabilities(), probabilities);
        return self();
    }
}
