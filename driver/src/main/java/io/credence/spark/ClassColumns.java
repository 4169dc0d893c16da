package io.credence.spark;

import org.apache.spark.ml.param.Param;

/**
 * The columns that only a classification adds.
 *
 * @param <T> the estimator or model, which setters return
 */
public interface ClassColumns<T extends ClassColumns<T>> extends ColumnParams<T> {
    /** Returns the parameter for the probabilities of the labels. */
    default Param<String> probabilityCol() {
        return columns().probability();
    }

    /** Returns the parameter for the entropy of the probabilities, in nats. */
    default Param<String> entropyCol() {
        return columns().total();
    }

    /** Sets the column of the probabilities; empty for none. */
    default T setProbabilityCol(String column) {
        set(probabilityCol(), column);
        return self();
    }

    /** Sets the column of the entropy of the probabilities; empty for none. */
    default T setEntropyCol(String column) {
        set(entropyCol(), column);
        return self();
    }
}
