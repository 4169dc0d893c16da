/**
 * Batch scoring: rows in, the same rows with predictions and uncertainty out.
 *
 * <p>{@link io.credence.driver.score.ScoreJob} is the entry point. {@code ScoreOutput} checks the output before
 * anything is deleted. {@code ScoredRows} runs in the tasks: it encodes a chunk of rows, predicts it, and appends the
 * columns of {@code ScoreColumns}, whose values come from a {@code PredictionConverter}.
 */
package io.credence.driver.score;
