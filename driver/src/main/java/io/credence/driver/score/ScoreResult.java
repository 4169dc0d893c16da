package io.credence.driver.score;

/**
 * What a scoring has come to.
 *
 * @param rows the number of rows written
 * @param seconds from the start of reading to the last file written
 * @param output where they are
 */
public record ScoreResult(long rows, double seconds, String output) {}
