package io.credence.ensemble.evaluation;

import io.credence.ensemble.predictive.Components;

/** Receives the predicted rows of a shard, one by one. */
@FunctionalInterface
interface RowVisitor {
    /**
     * Visits one row.
     *
     * @param chunk the outputs of every component for the row's chunk; valid during the call
     * @param rowOfChunk the row in the chunk
     * @param row the row in its shard
     * @param target the row's encoded label
     */
    void visit(Components chunk, int rowOfChunk, int row, float target);
}
