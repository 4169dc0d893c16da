/**
 * Evaluation of an ensemble on shards of labelled rows.
 *
 * <p>Start with {@link io.credence.ensemble.evaluation.Evaluator}, which predicts a shard and accumulates likelihoods,
 * conformal scores or metrics. {@link io.credence.ensemble.evaluation.SplitScores} is the mergeable result for a
 * split, with the {@link io.credence.ensemble.evaluation.TopRows} to review.
 * {@link io.credence.ensemble.evaluation.HeldOutRows} selects the rows that may be used for fitting, and those that
 * must stay untouched for conformal prediction.
 */
package io.credence.ensemble.evaluation;
