package io.credence.spark;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of an estimator that are settings of a training.
 *
 * @param preset what settings that are left out become
 * @param members the number of networks
 * @param seed the seed of the split and of the members
 * @param validationIndicator the column that says which rows validate
 * @param settings other settings
 * @param workDirectory where rows and results are kept
 */
public record TrainingDeclarations(
        Param<String> preset,
        IntParam members,
        LongParam seed,
        Param<String> validationIndicator,
        StringArrayParam settings,
        Param<String> workDirectory) {
    static TrainingDeclarations of(Params parent) {
        TrainingDeclarations declared = new TrainingDeclarations(
                new Param<>(parent, "preset", "fast, default, best or none: what settings that are left out become"),
                new IntParam(parent, "members", "the number of networks (> 0)", ParamValidators.gt(0)),
                new LongParam(parent, "seed", "the seed of the split and of the members"),
                new Param<>(
                        parent,
                        "validationIndicatorCol",
                        "a column of truth values: the rows that validate instead of a random tenth"),
                new StringArrayParam(
                        parent,
                        "settings",
                        "other settings of the configuration, each path=value, such as training.epochs=20"),
                new Param<>(
                        parent,
                        "workDirectory",
                        "a directory that all executors see, for the rows, the report and the model of a training"));
        parent.setDefault(declared.preset, "default");
        parent.setDefault(declared.settings, new String[0]);
        return declared;
    }
}
