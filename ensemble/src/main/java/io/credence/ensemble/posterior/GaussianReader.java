package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the components' outputs for a row of a regression as a mixture of Gaussians in the label's own unit. Scoring
 * and evaluation both use it, so evaluation measures what users get. It reuses a few mixture objects, and is not
 * thread-safe.
 *
 * <p>Rows are read a few at a time, so that their intervals can be computed together.
 */
public final class GaussianReader {
    /** With more components, rows are read one at a time, because each mixture holds all components. */
    private static final int MANY_COMPONENTS = 4096;

    /** Consecutive calibrated rows, from {@link #first} on. */
    private final GaussianMixture[] rows;

    private final List<Components.Subset> folds;
    private final List<GaussianMixture> foldMixtures;
    private final LabelColumn.Target target;
    private final double scale;
    private Components readFrom;
    private long fill;
    private int first;
    private int count;

    /** @param model a regression */
    public GaussianReader(EnsembleModel model) {
        int components = model.posterior().components();
        this.rows = new GaussianMixture[components > MANY_COMPONENTS ? 1 : GaussianMixture.MAX_POOLED];
        Arrays.setAll(rows, i -> new GaussianMixture(components));
        this.folds = model.conformalFolds();
        this.foldMixtures = folds.stream()
                .map(fold -> new GaussianMixture(fold.size(components)))
                .toList();
        this.target = (LabelColumn.Target) model.encoding().label();
        this.scale = model.calibration() instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
    }

    /** Returns the prediction for a row without calibration. */
    public GaussianMixture uncalibrated(Components chunk, int row) {
        count = 0;
        rows[0].read(chunk, row, target.mean(), target.scale());
        return rows[0];
    }

    /**
     * Returns the prediction for a row with the model's calibration. It is valid until the next call, and the caller
     * must not change it.
     */
    public GaussianMixture calibrated(Components chunk, int row) {
        boolean isCurrent = chunk == readFrom && chunk.fills() == fill && row < chunk.filledRows();
        if (!isCurrent || row < first || row >= first + count) {
            first = row;
            count = Math.max(1, Math.min(rows.length, chunk.filledRows() - row));
            for (int i = 0; i < count; i++) {
                rows[i].read(chunk, row + i, target.mean(), target.scale());
                if (scale != 1) {
                    rows[i].stretch(scale);
                }
            }
            GaussianMixture.pool(rows, count);
            readFrom = chunk;
            fill = chunk.fills();
        }
        return rows[row - first];
    }

    /**
     * Returns the calibrated prediction for a row by the members of each fold; empty if the model's conformal regions
     * use no folds.
     */
    public List<GaussianMixture> calibratedFolds(Components chunk, int row) {
        for (int fold = 0; fold < folds.size(); fold++) {
            foldMixtures.get(fold).read(chunk, row, folds.get(fold), target.mean(), target.scale());
            if (scale != 1) {
                foldMixtures.get(fold).stretch(scale);
            }
        }
        return foldMixtures;
    }

    /** Decodes a label to its own unit. */
    public double label(float encoded) {
        return target.mean() + target.scale() * encoded;
    }
}
