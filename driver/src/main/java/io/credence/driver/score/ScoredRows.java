package io.credence.driver.score;

import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowEncoder;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.ensemble.predictive.Components;
import io.credence.kernels.simd.Matrix;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The rows of one partition with their predictions. Rows are processed in chunks, because a network needs little more
 * time for a hundred rows than for one. They stay in Spark's binary form.
 */
final class ScoredRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final StructType input;
    private final OnError onError;
    private final SparkCells cells;
    private final RowEncoder encoder;
    private final EnsemblePredictor predictor;
    private final PredictionConverter prediction;
    private final UnsafeProjection toBinary;
    private final RowJoiner joiner;
    private final RowChunk chunk;
    private final ScoreAccumulator counts;
    private final ScoreTally tally = new ScoreTally();
    /** The reason why a row of the chunk has no prediction, or null. */
    private final String[] errors;
    /** The added columns of a row without a prediction: nulls and the error. */
    private final SpecificInternalRow withoutPrediction;

    private Components components;
    private int next;
    private boolean counted;
    private boolean hasReplacedRow;

    ScoredRows(
            Iterator<InternalRow> rows,
            StructType input,
            EnsembleModel model,
            ScoreColumns columns,
            ScoreAccumulator counts) {
        this.rows = rows;
        this.input = input;
        this.onError = columns.options().onError();
        this.cells = EncodingColumns.cells(input, model.encoding(), false);
        this.encoder = new RowEncoder(model.encoding());
        this.predictor = new EnsemblePredictor(model, TaskGemm.open());
        this.prediction = PredictionConverter.of(model, columns);
        this.toBinary = UnsafeProjection.create(columns.schema());
        this.joiner = new RowJoiner(input, columns.schema());
        this.chunk = new RowChunk(input, predictor.chunkRows());
        this.counts = counts;
        this.errors = new String[predictor.chunkRows()];
        this.withoutPrediction = new SpecificInternalRow(columns.schema());
    }

    @Override
    public boolean hasNext() {
        if (next < chunk.rows() || rows.hasNext()) {
            return true;
        }
        if (!counted) {
            counts.add(tally);
            counted = true;
        }
        return false;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the partition has no more rows");
        }
        if (next == chunk.rows()) {
            predictNextChunk();
        }
        UnsafeRow added = toBinary.apply(prediction(next));
        InternalRow row = joiner.join(chunk.row(next), added);
        tally.add(1, errors[next] == null ? 0 : 1);
        next++;
        return row;
    }

    private void predictNextChunk() {
        chunk.clear();
        Arrays.fill(errors, null);
        while (!chunk.isFull() && rows.hasNext()) {
            InternalRow row = rows.next();
            chunk.add(row);
            encode(row, chunk.rows() - 1);
        }
        do {
            hasReplacedRow = false;
            components = predictor.predict(chunk.rows(), this::replace);
        } while (hasReplacedRow);
        next = 0;
    }

    /** Predictions are read several rows at a time, so all rows need finite outputs, also those with an error. */
    private void replace(InvalidRowException e, int index) {
        if (errors[index] != null) {
            throw e;
        }
        handle(e, index);
        clearFeatures(index);
        hasReplacedRow = true;
    }

    private void clearFeatures(int index) {
        Matrix features = predictor.features();
        int start = features.row(index);
        Arrays.fill(features.data(), start, start + features.columns(), 0f);
    }

    private void encode(InternalRow row, int index) {
        Matrix features = predictor.features();
        try {
            encoder.encode(cells.at(row), features.data(), features.row(index));
        } catch (InvalidRowException e) {
            handle(e, index);
            clearFeatures(index);
        }
    }

    private InternalRow prediction(int index) {
        if (errors[index] == null) {
            try {
                return prediction.read(components, index);
            } catch (InvalidRowException e) {
                handle(e, index);
            }
        }
        withoutPrediction.update(withoutPrediction.numFields() - 1, UTF8String.fromString(errors[index]));
        return withoutPrediction;
    }

    private void handle(InvalidRowException e, int index) {
        if (onError == OnError.FAIL) {
            throw e.with("; the row is " + RowText.of(chunk.row(index), input)
                    + ". Correct it, or pass --on-error null to score the other rows");
        }
        errors[index] = e.getMessage();
    }
}
