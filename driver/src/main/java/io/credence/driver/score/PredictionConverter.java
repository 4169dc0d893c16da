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
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.ensemble.specification.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/**
 * Converts the predictions of the components for a row to the values of {@link ScoreColumns}. A column for errors stays
 * null.
 */
sealed interface PredictionConverter {
    /** Returns the values of one row, in an object that is reused. */
    InternalRow read(Components chunk, int row);

    /** Returns the converter for the task of a model. */
    static PredictionConverter of(EnsembleModel model, ScoreColumns columns) {
        if (model.task() == Task.EMBEDDING) {
            return new EmbeddingConverter(model.outputs(), columns);
        }
        return model.likelihood().match(new Likelihood.Cases<>() {
            @Override
            public PredictionConverter ofNumber(NumericLikelihood likelihood) {
                return new Regression(model, columns);
            }

            @Override
            public PredictionConverter ofClass(CategoricalLikelihood likelihood) {
                return new Classification(model, columns);
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
        private final List<StandardNormal.Quantile> quantiles;
        private final SpecificInternalRow values;

        Regression(EnsembleModel model, ScoreColumns columns) {
            this.predictions = new ModelPredictions(model);
            this.intervals = (Conformal.Intervals) model.conformal();
            this.quantiles = columns.options().quantiles().stream()
                    .map(StandardNormal.Quantile::at)
                    .toList();
            this.values = new SpecificInternalRow(columns.schema());
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            NumericPrediction mixture = (NumericPrediction) predictions.calibrated(chunk, row);
            values.setDouble(0, mixture.mean());
            values.setDouble(1, mixture.total());
            values.setDouble(2, mixture.aleatoric());
            values.setDouble(3, mixture.epistemic());
            values.setDouble(4, mixture.lower95());
            values.setDouble(5, mixture.upper95());
            int next = 6;
            if (!quantiles.isEmpty()) {
                values.update(next++, UnsafeArrayData.fromPrimitiveArray(quantiles(mixture)));
            }
            if (intervals != null) {
                List<Prediction> folds = predictions.calibratedFolds(chunk, row);
                values.setDouble(next, intervals.lower(mixture, folds));
                values.setDouble(next + 1, intervals.upper(mixture, folds));
            }
            return values;
        }

        private double[] quantiles(NumericPrediction mixture) {
            return quantiles.stream().mapToDouble(mixture::quantile).toArray();
        }
    }

    /** The embedding of the row by the only network. */
    final class EmbeddingConverter implements PredictionConverter {
        private final float[] embedding;
        private final SpecificInternalRow values;

        EmbeddingConverter(int dimensions, ScoreColumns columns) {
            this.embedding = new float[dimensions];
            this.values = new SpecificInternalRow(columns.schema());
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
        private final Object[] labels;
        private final ProbabilityForm form;
        private final UnsafeArrayData probabilities;
        private final ArrayBasedMapData probabilityMap;
        private final int uncertainties;
        private final SpecificInternalRow values;

        Classification(EnsembleModel model, ScoreColumns columns) {
            this.predictions = new ModelPredictions(model);
            this.sets = (Conformal.LabelSets) model.conformal();
            this.labels =
                    LabelValues.of(model.labels(), columns.schema().fields()[0].dataType());
            this.form = columns.options().probability();
            this.probabilities = UnsafeArrayData.createFreshArray(labels.length, Double.BYTES);
            this.probabilityMap = new ArrayBasedMapData(new GenericArrayData(labels), probabilities);
            this.uncertainties = 1 + (form == ProbabilityForm.COLUMNS ? labels.length : 1);
            this.values = new SpecificInternalRow(columns.schema());
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            CategoricalMixture mixture = (CategoricalMixture) predictions.calibrated(chunk, row);
            values.update(0, labels[mixture.prediction()]);
            updateProbabilities(mixture);
            values.setDouble(uncertainties, mixture.total());
            values.setDouble(uncertainties + 1, mixture.aleatoric());
            values.setDouble(uncertainties + 2, mixture.epistemic());
            if (sets != null) {
                Object[] members = members(mixture, predictions.calibratedFolds(chunk, row));
                values.update(uncertainties + 3, new GenericArrayData(members));
            }
            return values;
        }

        private void updateProbabilities(CategoricalMixture mixture) {
            for (int label = 0; label < labels.length; label++) {
                if (form == ProbabilityForm.COLUMNS) {
                    values.setDouble(1 + label, mixture.probability(label));
                } else {
                    probabilities.setDouble(label, mixture.probability(label));
                }
            }
            if (form != ProbabilityForm.COLUMNS) {
                values.update(1, form == ProbabilityForm.MAP ? probabilityMap : probabilities);
            }
        }

        private Object[] members(CategoricalMixture mixture, List<Prediction> folds) {
            return IntStream.range(0, labels.length)
                    .filter(label -> sets.contains(mixture, folds, label))
                    .mapToObj(label -> labels[label])
                    .toArray();
        }
    }
}
