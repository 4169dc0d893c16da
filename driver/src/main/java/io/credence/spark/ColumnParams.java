package io.credence.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The names of the columns that estimators and models of either kind read and add.
 *
 * @param <T> the estimator or model, which setters return
 */
public interface ColumnParams<T extends ColumnParams<T>> extends Params {
    /** Returns all declared columns; some are of the other kind of label. */
    ColumnDeclarations columns();

    /** Returns the parameter for the features as one vector. */
    default Param<String> featuresCol() {
        return columns().features();
    }

    /** Returns the parameter for the features as columns of any type. */
    default StringArrayParam featuresCols() {
        return columns().featuresList();
    }

    /** Returns the parameter for the label. */
    default Param<String> labelCol() {
        return columns().label();
    }

    /** Returns the parameter for the prediction. */
    default Param<String> predictionCol() {
        return columns().prediction();
    }

    /** Returns the parameter for the uncertainty from noise in the data. */
    default Param<String> aleatoricCol() {
        return columns().aleatoric();
    }

    /** Returns the parameter for the uncertainty that more rows would reduce. */
    default Param<String> epistemicCol() {
        return columns().epistemic();
    }

    /** Returns the parameter for the conformal region. */
    default Param<String> predictionSetCol() {
        return columns().region();
    }

    /** Returns this object, for setters. */
    T self();

    /** Sets the column of the features as one vector. */
    default T setFeaturesCol(String column) {
        set(featuresCol(), column);
        return self();
    }

    /** Sets the columns of the features, of any type. */
    default T setFeaturesCols(String... columns) {
        set(featuresCols(), columns);
        return self();
    }

    /** Sets the column of the label. */
    default T setLabelCol(String column) {
        set(labelCol(), column);
        return self();
    }

    /** Sets the column of the prediction. */
    default T setPredictionCol(String column) {
        set(predictionCol(), column);
        return self();
    }

    /** Sets the column of the uncertainty from noise in the data; empty for none. */
    default T setAleatoricCol(String column) {
        set(aleatoricCol(), column);
        return self();
    }

    /** Sets the column of the uncertainty that more rows would reduce; empty for none. */
    default T setEpistemicCol(String column) {
        set(epistemicCol(), column);
        return self();
    }

    /** Sets the column of the conformal region, which only models with one add. */
    default T setPredictionSetCol(String column) {
        set(predictionSetCol(), column);
        return self();
    }
}
