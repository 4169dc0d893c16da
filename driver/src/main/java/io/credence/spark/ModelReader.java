package io.credence.spark;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads what {@link ModelWriter} wrote, or a model directory of {@code credence train}, which has no parameters: their
 * columns are those of the training.
 */
final class ModelReader<M extends Model<M> & ColumnParams<M>> extends MLReader<M> {
    private final BiFunction<String, TrainedModel, M> constructor;

    /** @param constructor creates a model from an identifier and an ensemble */
    ModelReader(BiFunction<String, TrainedModel, M> constructor) {
        this.constructor = constructor;
    }

    @Override
    public M load(String path) {
        Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
        try {
            Path metadata = new Path(path, "metadata");
            if (!metadata.getFileSystem(hadoop).exists(metadata)) {
                return ofCommand(TrainedModel.read(path, hadoop, null));
            }
            M parameters = new DefaultParamsReader<M>().load(path);
            TrainedModel trained = TrainedModel.read(new Path(path, ModelWriter.MODEL).toString(), hadoop, null);
            return parameters.copyValues(constructor.apply(parameters.uid(), trained), new ParamMap());
        } catch (IOException e) {
            throw new UncheckedIOException("the model in " + path + " could not be read", e);
        }
    }

    private M ofCommand(TrainedModel trained) {
        Encoding encoding = trained.ensemble().encoding();
        return constructor
                .apply(Identifiable$.MODULE$.randomUID("credence"), trained)
                .setFeaturesCols(
                        encoding.features().stream().map(FeatureColumn::name).toArray(String[]::new))
                .setLabelCol(encoding.label().name());
    }
}
