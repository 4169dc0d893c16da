package io.credence.spark;

import io.credence.ensemble.specification.Task;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/** Trains an ensemble that predicts a number with calibrated uncertainty. */
public final class CredenceRegressor extends Estimator<CredenceRegressionModel>
        implements NumberColumns<CredenceRegressor>, TrainingParams<CredenceRegressor>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final ColumnDeclarations columns;
    private final TrainingDeclarations training;

    /** Creates an estimator with a random identifier. */
    public CredenceRegressor() {
        this(Identifiable$.MODULE$.randomUID("credence"));
    }

    /** @param uid the identifier, for messages and saved pipelines */
    public CredenceRegressor(String uid) {
        this.uid = uid;
        this.columns = ColumnDeclarations.ofNumbers(this);
        this.training = TrainingDeclarations.of(this);
    }

    /** Returns a reader of estimators that were saved. */
    public static MLReader<CredenceRegressor> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator that was saved. */
    public static CredenceRegressor load(String path) {
        return read().load(path);
    }

    /**
     * Trains an ensemble.
     *
     * @throws io.credence.driver.UserException if the rows or the settings cannot be used
     */
    @Override
    public CredenceRegressionModel fit(Dataset<?> rows) {
        TrainedModel trained = new LibraryTraining(this, Task.REGRESSION).fit(rows);
        return copyValues(new CredenceRegressionModel(uid, trained), new ParamMap())
                .setParent(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return new StageSchema(this).after(schema);
    }

    @Override
    public CredenceRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ColumnDeclarations columns() {
        return columns;
    }

    @Override
    public TrainingDeclarations training() {
        return training;
    }

    @Override
    public CredenceRegressor self() {
        return this;
    }
}
