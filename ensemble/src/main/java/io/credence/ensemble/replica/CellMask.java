package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.kernels.operation.MarkMissing;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hides cells of training rows, so that the network learns to predict without them. A hidden category is encoded like
 * an unknown one, and a hidden number like a missing one. Without hidden cells the network would meet both for the
 * first time in rows to predict, and be as certain of these as of complete rows.
 *
 * <p>A row is masked with a fixed probability. A masked row lacks one cell, chosen uniformly, and each other cell with
 * a probability u^2, where u is uniform for each row: mostly few cells, sometimes nearly all. The draws are a function
 * of the member's seed, the epoch, the slice and the row's place in the slice's order. So every member hides other
 * cells, and no layout changes them.
 */
final class CellMask {
    /** The draws for a whole row, before those for its cells. */
    private static final int ROW_DRAWS = 3;

    private final double rate;
    private final List<Cell> cells = new ArrayList<>();
    private final long drawsPerRow;
    private RandomStream random;

    /**
     * @param encoding the encoding of the rows
     * @param rate the probability to mask a row
     */
    CellMask(Encoding encoding, double rate) {
        this.rate = rate;
        int start = 0;
        for (FeatureColumn column : encoding.features()) {
            if (column instanceof FeatureColumn.Numeric number
                    && number.missing().needsMasking()) {
                cells.add(new Cell(start, 1, 0, Float.NaN));
            } else if (column instanceof FeatureColumn.Temporal time
                    && time.missing().needsMasking()) {
                cells.add(new Cell(start, column.width(), 0, MarkMissing.MARK));
            } else if (column instanceof FeatureColumn.Categorical categorical && categorical.unknownPlace()) {
                cells.add(new Cell(start, column.width(), column.width() - 1, MarkMissing.MARK));
            } else if (column instanceof FeatureColumn.Indexed) {
                cells.add(new Cell(start, 1, 0, 0f));
            }
            start += column.width();
        }
        this.drawsPerRow = ROW_DRAWS + cells.size();
    }

    /**
     * A cell that can be hidden.
     *
     * @param start the index of its first encoded value
     * @param width the number of its encoded values
     * @param mark the index of the value, among these, that marks a hidden cell; the others become 0
     * @param marked its value for a hidden cell
     */
    private record Cell(int start, int width, int mark, float marked) {
        void hide(float[] features, int offset) {
            Arrays.fill(features, offset + start, offset + start + width, 0f);
            features[offset + start + mark] = marked;
        }
    }

    /** Moves to the start of an epoch of a slice. */
    void startEpoch(long seed, int epoch, int slice) {
        random = new RandomStream(seed, Purpose.MASKING, SliceReader.stream(epoch, slice));
    }

    /**
     * Hides cells of a row.
     *
     * @param row the row's place in the order of the epoch
     * @param features the encoded row, starting at {@code offset}
     */
    void apply(long row, float[] features, int offset) {
        if (cells.isEmpty() || random.seek(row * drawsPerRow).nextFloat() >= rate) {
            return;
        }
        float u = random.nextFloat();
        int always = (int) (random.nextFloat() * cells.size());
        for (int i = 0; i < cells.size(); i++) {
            if (random.nextFloat() < u * u || i == always) {
                cells.get(i).hide(features, offset);
            }
        }
    }
}
