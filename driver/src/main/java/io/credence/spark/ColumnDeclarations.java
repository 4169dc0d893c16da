package io.credence.spark;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that name the columns of one estimator or model.
 *
 * @param features the features as one vector
 * @param featuresList the features as columns of any type
 * @param label the label
 * @param prediction the prediction
 * @param probability the probabilities of the labels
 * @param total the total uncertainty
 * @param aleatoric the uncertainty from noise in the data
 * @param epistemic the uncertainty that more rows would reduce
 * @param quantiles quantiles of a regression
 * @param quantileProbabilities their probabilities
 * @param region the conformal region
 */
public record ColumnDeclarations(
        Param<String> features,
        StringArrayParam featuresList,
        Param<String> label,
        Param<String> prediction,
        Param<String> probability,
        Param<String> total,
        Param<String> aleatoric,
        Param<String> epistemic,
        Param<String> quantiles,
        DoubleArrayParam quantileProbabilities,
        Param<String> region) {
    /** Declares the columns of a stage for numbers. */
    static ColumnDeclarations ofNumbers(NumberColumns<?> parent) {
        ColumnDeclarations columns = of(parent, "variance", "predictive variance");
        parent.setDefault(columns.quantiles, "");
        parent.setDefault(columns.quantileProbabilities, new double[] {0.025, 0.25, 0.5, 0.75, 0.975});
        return columns;
    }

    /** Declares the columns of a stage for classes. */
    static ColumnDeclarations ofClasses(ClassColumns<?> parent) {
        ColumnDeclarations columns = of(parent, "entropy", "entropy of the probabilities, in nats");
        parent.setDefault(columns.probability, "probability");
        return columns;
    }

    /** @param total the name of the column of the total uncertainty */
    private static ColumnDeclarations of(ColumnParams<?> parent, String total, String documentation) {
        ColumnDeclarations columns = new ColumnDeclarations(
                new Param<>(parent, "featuresCol", "the features as one vector; unused if featuresCols is set"),
                new StringArrayParam(
                        parent,
                        "featuresCols",
                        "the features: columns of numbers, strings, dates, truth values, arrays or vectors"),
                new Param<>(parent, "labelCol", "the label"),
                new Param<>(
                        parent,
                        "predictionCol",
                        "the added prediction, a double: the mean, or the label; for labels that are not numbers, the"
                                + " index of the label"),
                new Param<>(parent, "probabilityCol", "the added probabilities of the labels, a vector"),
                new Param<>(parent, total + "Col", "the added " + documentation + " (empty: none)"),
                new Param<>(parent, "aleatoricCol", "the added uncertainty from noise in the data (empty: none)"),
                new Param<>(parent, "epistemicCol", "the added uncertainty that more rows would reduce (empty: none)"),
                new Param<>(parent, "quantilesCol", "the added quantiles, a vector (empty: none)"),
                new DoubleArrayParam(
                        parent,
                        "quantileProbabilities",
                        "the probabilities of the quantiles, each strictly between 0 and 1"),
                new Param<>(
                        parent,
                        "predictionSetCol",
                        "the added conformal region, if the model has one: the labels in it, or its two ends"));
        columns.setDefaults(parent, total);
        return columns;
    }

    private void setDefaults(ColumnParams<?> parent, String totalName) {
        parent.setDefault(features, "features");
        parent.setDefault(label, "label");
        parent.setDefault(prediction, "prediction");
        parent.setDefault(total, totalName);
        parent.setDefault(aleatoric, "aleatoric");
        parent.setDefault(epistemic, "epistemic");
        parent.setDefault(region, "predictionSet");
    }
}
