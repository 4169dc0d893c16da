/**
 * Batch scoring: rows in, the same rows with predictions and uncertainty out.
 *
 * <p>{@link io.credence.driver.score.ScoreJob} is the entry point. {@code ScoreOutput} checks the output before
 * anything is deleted, writes, and leaves nothing behind if the job fails. {@code ScoredRows} runs in the tasks: it
 * encodes the rows of a {@code RowChunk}, predicts them, and appends the columns of {@code ScoreColumns}, whose values
 * come from a {@code PredictionConverter}, by a {@code RowJoiner}.
 */
package io.credence.driver.score;
