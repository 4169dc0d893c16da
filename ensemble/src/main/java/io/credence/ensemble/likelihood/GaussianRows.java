package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.Prediction;
import java.util.Arrays;

/**
 * Reads rows as mixtures of Gaussians in the label's own unit. Rows of all components are read a few at a time, so that
 * their intervals can be computed together. Callers must not change the mixtures.
 */
final class GaussianRows implements PredictionReader {
    /** Reads one row. */
    @FunctionalInterface
    interface RowReader {
        /** Sets every component of a mixture from a row of the selected components. */
        void read(GaussianMixture mixture, Components chunk, int row, Components.Subset subset);
    }

    /** With more Gaussians, rows are read one at a time, because each mixture holds all of them. */
    private static final int MANY_GAUSSIANS = 4096;

    /** Consecutive rows, from {@link #first} on. */
    private final GaussianMixture[] rows;

    private final RowReader reader;
    private final double scale;
    private Components readFrom;
    private long fill;
    private int first;
    private int count;

    /**
     * @param gaussians the number of Gaussians of each component
     * @param calibration a variance scale stretches the mixtures
     */
    GaussianRows(int components, int gaussians, Calibration calibration, RowReader reader) {
        boolean many = (long) components * gaussians > MANY_GAUSSIANS;
        this.rows = new GaussianMixture[many ? 1 : GaussianMixture.MAX_POOLED];
        Arrays.setAll(rows, i -> new GaussianMixture(components, gaussians));
        this.reader = reader;
        this.scale = calibration instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
    }

    @Override
    public Prediction read(Components chunk, int row, Components.Subset subset) {
        if (!subset.equals(Components.Subset.ALL)) {
            count = 0;
            read(rows[0], chunk, row, subset);
            return rows[0];
        }
        boolean isCurrent = chunk == readFrom && chunk.fills() == fill && row < chunk.filledRows();
        if (!isCurrent || row < first || row >= first + count) {
            first = row;
            count = Math.max(1, Math.min(rows.length, chunk.filledRows() - row));
            for (int i = 0; i < count; i++) {
                read(rows[i], chunk, row + i, subset);
            }
            GaussianMixture.pool(rows, count);
            readFrom = chunk;
            fill = chunk.fills();
        }
        return rows[row - first];
    }

    private void read(GaussianMixture mixture, Components chunk, int row, Components.Subset subset) {
        reader.read(mixture, chunk, row, subset);
        if (scale != 1) {
            mixture.stretch(scale);
        }
    }
}
