package io.credence.driver.score;

import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.likelihood.CategoricalLikelihood;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.NumericLikelihood;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.ModelPredictions;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import io.credence.ensemble.specification.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Converts the predictions of the components for a row to the values of {@link ScoreColumns}. */
sealed interface PredictionConverter {
    /** Returns the values of one row, in an object that is reused. */
    InternalRow read(Components chunk, int row);

    /** Returns the converter for the task of a model. */
    static PredictionConverter of(EnsembleModel model) {
        if (model.task() == Task.EMBEDDING) {
            return new EmbeddingConverter(model.outputs());
        }
        return model.likelihood().match(new Likelihood.Cases<>() {
            @Override
            public PredictionConverter ofNumber(NumericLikelihood likelihood) {
                return new Regression(model);
            }

            @Override
            public PredictionConverter ofClass(CategoricalLikelihood likelihood) {
                return new Classification(model);
            }
        });
    }

    /**
     * The mean, uncertainties and central 95 % interval of the calibrated mixture; then the conformal interval, if the
     * model has one.
     */
    final class Regression implements PredictionConverter {

        private final ModelPredictions predictions;
        private final Conformal.Intervals intervals;
        private final GenericInternalRow values;

        Regression(EnsembleModel model) {
            this.predictions = new ModelPredictions(model);
            this.intervals = (Conformal.Intervals) model.conformal();
            this.values = new GenericInternalRow(intervals == null ? 6 : 8);
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            NumericPrediction mixture = (NumericPrediction) predictions.calibrated(chunk, row);
            values.update(0, mixture.mean());
            values.update(1, mixture.total());
            values.update(2, mixture.aleatoric());
            values.update(3, mixture.epistemic());
            values.update(4, mixture.lower95());
            values.update(5, mixture.upper95());
            if (intervals != null) {
                List<Prediction> folds = predictions.calibratedFolds(chunk, row);
                values.update(6, intervals.lower(mixture, folds));
                values.update(7, intervals.upper(mixture, folds));
            }
            return values;
        }
    }

    /** The embedding of the row by the only network. */
    final class EmbeddingConverter implements PredictionConverter {
        private final float[] embedding;
        private final GenericInternalRow values = new GenericInternalRow(1);

        EmbeddingConverter(int dimensions) {
            this.embedding = new float[dimensions];
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            System.arraycopy(chunk.values(), chunk.offset(0, row), embedding, 0, embedding.length);
            values.update(0, UnsafeArrayData.fromPrimitiveArray(embedding));
            return values;
        }
    }

    /**
     * The most likely label, all probabilities and the uncertainties; then the conformal label set, if the model has
     * one.
     */
    final class Classification implements PredictionConverter {
        private final ModelPredictions predictions;
        private final Conformal.LabelSets sets;
        private final UTF8String[] labels;
        private final double[] probabilities;
        private final GenericInternalRow values;

        Classification(EnsembleModel model) {
            this.predictions = new ModelPredictions(model);
            this.sets = (Conformal.LabelSets) model.conformal();
            this.labels = model.labels().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
            this.probabilities = new double[labels.length];
            this.values = new GenericInternalRow(sets == null ? 5 : 6);
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            CategoricalMixture mixture = (CategoricalMixture) predictions.calibrated(chunk, row);
            for (int label = 0; label < probabilities.length; label++) {
                probabilities[label] = mixture.probability(label);
            }
            values.update(0, labels[mixture.prediction()]);
            values.update(1, UnsafeArrayData.fromPrimitiveArray(probabilities));
            values.update(2, mixture.total());
            values.update(3, mixture.aleatoric());
            values.update(4, mixture.epistemic());
            if (sets != null) {
                values.update(5, new GenericArrayData(members(mixture, predictions.calibratedFolds(chunk, row))));
            }
            return values;
        }

        private Object[] members(CategoricalMixture mixture, List<Prediction> folds) {
            return IntStream.range(0, labels.length)
                    .filter(label -> sets.contains(mixture, folds, label))
                    .mapToObj(label -> labels[label])
                    .toArray();
        }
    }
}
