package io.credence.spark;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The settings of an estimator.
 *
 * @param <T> the estimator, which setters return
 */
public interface TrainingParams<T extends TrainingParams<T>> extends ColumnParams<T> {
    /** Returns all declared settings. */
    TrainingDeclarations training();

    /** Returns the parameter for what settings that are left out become. */
    default Param<String> preset() {
        return training().preset();
    }

    /** Returns the parameter for the number of networks. */
    default IntParam members() {
        return training().members();
    }

    /** Returns the parameter for the seed. */
    default LongParam seed() {
        return training().seed();
    }

    /** Returns the parameter for the column that says which rows validate. */
    default Param<String> validationIndicatorCol() {
        return training().validationIndicator();
    }

    /** Returns the parameter for other settings. */
    default StringArrayParam settings() {
        return training().settings();
    }

    /** Returns the parameter for the directory of the training. */
    default Param<String> workDirectory() {
        return training().workDirectory();
    }

    /** Sets what settings that are left out become: fast, default, best or none. */
    default T setPreset(String preset) {
        set(preset(), preset);
        return self();
    }

    /** Sets the number of networks, at least 1. */
    default T setMembers(int members) {
        set(members(), members);
        return self();
    }

    /** Sets the seed of the split and of the members. */
    default T setSeed(long seed) {
        set(seed(), seed);
        return self();
    }

    /** Sets the column of truth values that says which rows validate. */
    default T setValidationIndicatorCol(String column) {
        set(validationIndicatorCol(), column);
        return self();
    }

    /** Sets other settings of the configuration, each {@code path=value}; they win over all others. */
    default T setSettings(String... settings) {
        set(settings(), settings);
        return self();
    }

    /** Sets a directory that all executors see. */
    default T setWorkDirectory(String directory) {
        set(workDirectory(), directory);
        return self();
    }
}
