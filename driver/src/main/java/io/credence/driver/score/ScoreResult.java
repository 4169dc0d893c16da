package io.credence.driver.score;

/**
 * The result of scoring.
 *
 * @param rows the number of rows written
 * @param seconds the time from the start of reading to the last file written
 * @param output the path of the rows
 */
public record ScoreResult(long rows, double seconds, String output) {}
