/**
 * Metrics of how well predictions match labels, and of how well uncertainty flags unusual rows.
 *
 * <p>Accumulators are filled on several machines and merged in any order. Sums are exact and histograms depend only on
 * the set of their scores, so the same rows always give the same bits.
 *
 * <p>Start with {@link io.credence.ensemble.metric.Metric}, which defines every metric. Then read
 * {@link io.credence.ensemble.metric.RegressionAccumulator} and
 * {@link io.credence.ensemble.metric.ClassificationAccumulator}, which produce an
 * {@link io.credence.ensemble.metric.Evaluation}. Ranking metrics come from
 * {@link io.credence.ensemble.metric.ScoreHistogram} and {@link io.credence.ensemble.metric.Ranking};
 * {@link io.credence.ensemble.metric.OutOfDistributionAccumulator} uses them to compare rows from inside and outside
 * the training distribution.
 */
package io.credence.ensemble.metric;
