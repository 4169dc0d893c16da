package io.credence.ensemble.evaluation;

import io.credence.ensemble.predictive.Components;

/** Receives predicted rows one after another. */
@FunctionalInterface
interface RowVisitor {
    /**
     * One row.
     *
     * @param chunk what every component says about the chunk that the row is in; holds during the call
     * @param rowOfChunk the row in the chunk
     * @param row the row in its shard
     * @param target the row's encoded label
     */
    void visit(Components chunk, int rowOfChunk, int row, float target);
}
