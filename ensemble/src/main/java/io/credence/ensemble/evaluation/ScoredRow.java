package io.credence.ensemble.evaluation;

import java.io.Serializable;

/**
 * One row of a split with its prediction.
 *
 * @param shard the shard's index in the split
 * @param row the row in the shard
 * @param prediction the mean, or the index of the most probable class
 * @param label the observed value, or the index of the observed class
 * @param aleatoric the aleatoric uncertainty, in the label's squared unit or in nats
 * @param epistemic the epistemic uncertainty, in the same unit
 */
public record ScoredRow(int shard, int row, double prediction, double label, double aleatoric, double epistemic)
        implements Serializable {}
