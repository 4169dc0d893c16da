package io.credence.spark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** A trained ensemble that adds predictions of a number and uncertainties to rows. */
public final class CredenceRegressionModel extends Model<CredenceRegressionModel>
        implements NumberColumns<CredenceRegressionModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final ColumnDeclarations columns;
    private final transient TrainedModel trained;

    /** Creates a model without an ensemble, of which only the parameters can be used. */
    public CredenceRegressionModel() {
        this(Identifiable$.MODULE$.randomUID("credence"));
    }

    /** Creates a model without an ensemble, of which only the parameters can be used. */
    public CredenceRegressionModel(String uid) {
        this(uid, null);
    }

    CredenceRegressionModel(String uid, TrainedModel trained) {
        this.uid = uid;
        this.trained = trained;
        this.columns = ColumnDeclarations.ofNumbers(this);
    }

    /** Returns a reader of models that were saved, and of model directories that {@code credence train} wrote. */
    public static MLReader<CredenceRegressionModel> read() {
        return new ModelReader<>(CredenceRegressionModel::new);
    }

    /** Reads a model that was saved, or a model directory that {@code credence train} wrote. */
    public static CredenceRegressionModel load(String path) {
        return read().load(path);
    }

    /** Returns a writer. The directory {@code model} that it writes can be used by {@code credence score --model}. */
    @Override
    public MLWriter write() {
        return new ModelWriter(this, trained());
    }

    /** Returns the page of the training's report, or null for a model that was read. */
    public String report() {
        return trained().report();
    }

    /**
     * Returns the rows with predictions and uncertainties. Nothing is computed until the result is used, and the rows
     * may be a stream.
     *
     * @throws io.credence.driver.UserException if a feature is missing, or an added column already exists
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        return new ModelScoring(this, trained()).transform(rows);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return new StageSchema(this).after(schema);
    }

    @Override
    public CredenceRegressionModel copy(ParamMap extra) {
        return copyValues(new CredenceRegressionModel(uid, trained), extra).setParent(parent());
    }

    private TrainedModel trained() {
        if (trained == null) {
            throw new IllegalStateException(uid + " has no ensemble; it must come from fit or load");
        }
        return trained;
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
    public CredenceRegressionModel self() {
        return this;
    }
}
