package io.credence.driver.score;

import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.ensemble.encoding.RowEncoder;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.ensemble.predictive.Components;
import io.credence.kernels.simd.Matrix;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * The rows of one partition with their predictions. Rows are processed in chunks, because a network needs little more
 * time for a hundred rows than for one. They stay in Spark's binary form.
 */
final class ScoredRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final SparkCells cells;
    private final RowEncoder encoder;
    private final EnsemblePredictor predictor;
    private final PredictionConverter prediction;
    private final UnsafeProjection projection;
    private final JoinedRow joined = new JoinedRow();
    private final InternalRow[] chunk;
    private final LongAccumulator written;
    private Components components;
    private int chunkRows;
    private int next;

    ScoredRows(
            Iterator<InternalRow> rows,
            StructType input,
            StructType output,
            EnsembleModel model,
            LongAccumulator written) {
        this.rows = rows;
        this.cells = EncodingColumns.cells(input, model.encoding(), false);
        this.encoder = new RowEncoder(model.encoding());
        this.predictor = new EnsemblePredictor(model, TaskGemm.open());
        this.prediction = PredictionConverter.of(model);
        this.projection = UnsafeProjection.create(output);
        this.chunk = new InternalRow[predictor.chunkRows()];
        this.written = written;
    }

    @Override
    public boolean hasNext() {
        return next < chunkRows || rows.hasNext();
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the partition has no more rows");
        }
        if (next == chunkRows) {
            predictNextChunk();
        }
        InternalRow row = joined.apply(chunk[next], prediction.read(components, next));
        next++;
        return projection.apply(row);
    }

    private void predictNextChunk() {
        Matrix features = predictor.features();
        chunkRows = 0;
        while (chunkRows < chunk.length && rows.hasNext()) {
            // The iterator reuses its row object.
            InternalRow row = rows.next().copy();
            encoder.encode(cells.at(row), features.data(), features.offset() + chunkRows * features.stride());
            chunk[chunkRows++] = row;
        }
        components = predictor.predict(chunkRows);
        written.add(chunkRows);
        next = 0;
    }
}
