package io.credence.ensemble.report;

/**
 * One of the numbers at the head of the page.
 *
 * @param title what it is
 * @param value with its unit
 * @param before what it was without calibration, empty if that is the same or unknown
 * @param sentence what it means
 */
record Headline(String title, String value, String before, String sentence) {}
