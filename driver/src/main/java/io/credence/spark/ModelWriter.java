package io.credence.spark;

import io.credence.driver.model.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes the parameters of a model as spark.ml does, and beside them a model directory of {@code credence train}. */
final class ModelWriter extends MLWriter {
    static final String MODEL = "model";

    private final Params stage;
    private final TrainedModel trained;

    ModelWriter(Params stage, TrainedModel trained) {
        this.stage = stage;
        this.trained = trained;
    }

    @Override
    public void saveImpl(String path) {
        try {
            new DefaultParamsWriter(stage).save(path);
            new ModelStore(sparkSession().sparkContext().hadoopConfiguration())
                    .write(new Path(path, MODEL).toString(), trained.description(), trained.ensemble(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("the model could not be written to " + path, e);
        }
    }
}
