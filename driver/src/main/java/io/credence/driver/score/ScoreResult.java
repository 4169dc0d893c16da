package io.credence.driver.score;

/**
 * The result of scoring.
 *
 * @param rows the number of rows written
 * @param failed the number of rows without a prediction among them
 * @param seconds the time from the start of reading to the last file written
 * @param output the path of the rows
 */
public record ScoreResult(long rows, long failed, double seconds, String output) {}
