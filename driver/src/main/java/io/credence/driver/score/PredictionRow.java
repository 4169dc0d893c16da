package io.credence.driver.score;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns what the components say about a row into the values of {@link ScoreColumns}. */
sealed interface PredictionRow {
    /** The values of one row; the same object again and again. */
    InternalRow read(Components chunk, int row);

    static PredictionRow of(EnsembleModel model) {
        if (model.loss().embeds()) {
            return new Embedding(model.outputs());
        }
        int components = model.ensemble().components();
        if (model.encoding().label() instanceof LabelColumn.Target target) {
            return new Regression(new GaussianMixture(components), target, model.calibration());
        }
        return new Classification(
                new CategoricalMixture(components, model.outputs()), model.labels(), model.calibration());
    }

    /** Mean, uncertainties and the central 95 % interval of the calibrated mixture. */
    final class Regression implements PredictionRow {
        private static final double TAIL = 0.025;

        private final GaussianMixture mixture;
        private final LabelColumn.Target target;
        private final double scale;
        private final GenericInternalRow values = new GenericInternalRow(6);

        Regression(GaussianMixture mixture, LabelColumn.Target target, Calibration calibration) {
            this.mixture = mixture;
            this.target = target;
            this.scale = calibration instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            mixture.read(chunk, row, target.mean(), target.scale());
            if (scale != 1) {
                mixture.stretch(scale);
            }
            values.update(0, mixture.mean());
            values.update(1, mixture.total());
            values.update(2, mixture.aleatoric());
            values.update(3, mixture.epistemic());
            values.update(4, mixture.quantile(TAIL));
            values.update(5, mixture.quantile(1 - TAIL));
            return values;
        }
    }

    /** The place of the row in the space of the only network. */
    final class Embedding implements PredictionRow {
        private final float[] place;
        private final GenericInternalRow values = new GenericInternalRow(1);

        Embedding(int dimensions) {
            this.place = new float[dimensions];
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            System.arraycopy(chunk.values(), chunk.offset(0, row), place, 0, place.length);
            values.update(0, UnsafeArrayData.fromPrimitiveArray(place));
            return values;
        }
    }

    /** The likeliest label, the probability of every label, uncertainties. */
    final class Classification implements PredictionRow {
        private final CategoricalMixture mixture;
        private final UTF8String[] labels;
        private final double[] probabilities;
        private final double temperature;
        private final GenericInternalRow values = new GenericInternalRow(5);

        Classification(CategoricalMixture mixture, List<String> labels, Calibration calibration) {
            this.mixture = mixture;
            this.labels = labels.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
            this.probabilities = new double[labels.size()];
            this.temperature = calibration instanceof Calibration.Temperature fitted ? fitted.temperature() : 1;
        }

        @Override
        public InternalRow read(Components chunk, int row) {
            mixture.read(chunk, row, temperature);
            for (int label = 0; label < probabilities.length; label++) {
                probabilities[label] = mixture.probability(label);
            }
            values.update(0, labels[mixture.prediction()]);
            values.update(1, UnsafeArrayData.fromPrimitiveArray(probabilities));
            values.update(2, mixture.total());
            values.update(3, mixture.aleatoric());
            values.update(4, mixture.epistemic());
            return values;
        }
    }
}
