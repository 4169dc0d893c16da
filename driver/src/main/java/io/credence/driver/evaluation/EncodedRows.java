package io.credence.driver.evaluation;

import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.RowEncoder;
import io.credence.ensemble.encoding.Shard;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * A buffer of a few thousand encoded rows that is refilled from a partition, so that no partition has to fit in
 * memory.
 */
final class EncodedRows implements Shard {
    private static final int MAX_VALUES = 1 << 22;
    private static final int MAX_ROWS = 1 << 15;

    private final SparkCells cells;
    private final RowEncoder encoder;
    private final boolean labelled;
    private final float[] features;
    private final float[] targets;
    private int rows;

    /** @param labelled whether the rows have the label column */
    EncodedRows(StructType schema, Encoding encoding, boolean labelled) {
        this.cells = EncodingColumns.cells(schema, encoding, labelled);
        this.encoder = new RowEncoder(encoding);
        this.labelled = labelled;
        int capacity = Math.max(1, Math.min(MAX_ROWS, MAX_VALUES / encoder.width()));
        this.features = new float[capacity * encoder.width()];
        this.targets = new float[capacity];
    }

    /** Replaces the rows with the next ones of a partition. */
    EncodedRows fill(Iterator<InternalRow> partition) {
        for (rows = 0; rows < targets.length && partition.hasNext(); rows++) {
            cells.at(partition.next());
            encoder.encode(cells, features, rows * encoder.width());
            targets[rows] = labelled ? encoder.target(cells) : 0f;
        }
        return this;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int features() {
        return encoder.width();
    }

    @Override
    public void read(int row, float[] featuresOut, int featuresOffset, float[] targetsOut, int targetsOffset) {
        System.arraycopy(features, row * encoder.width(), featuresOut, featuresOffset, encoder.width());
        targetsOut[targetsOffset] = targets[row];
    }
}
