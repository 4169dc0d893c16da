package io.credence.ensemble.likelihood;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.Prediction;
import java.util.Arrays;

/**
 * Reads rows as mixtures of Gaussians in the label's own unit. Rows of all components are read a few at a time, so that
 * their intervals can be computed together. Callers must not change the mixtures.
 */
final class GaussianRows implements PredictionReader {
    /** With more components, rows are read one at a time, because each mixture holds all components. */
    private static final int MANY_COMPONENTS = 4096;

    /** Consecutive rows, from {@link #first} on. */
    private final GaussianMixture[] rows;

    private final LabelColumn.Target target;
    private final double scale;
    private Components readFrom;
    private long fill;
    private int first;
    private int count;

    /** @param scale the factor on the variance */
    GaussianRows(LabelColumn.Target target, int components, double scale) {
        this.rows = new GaussianMixture[components > MANY_COMPONENTS ? 1 : GaussianMixture.MAX_POOLED];
        Arrays.setAll(rows, i -> new GaussianMixture(components));
        this.target = target;
        this.scale = scale;
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
        mixture.read(chunk, row, subset, target.mean(), target.scale());
        if (scale != 1) {
            mixture.stretch(scale);
        }
    }
}
