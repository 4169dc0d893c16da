package io.credence.ensemble.report;

/**
 * One of the large numbers at the top of the report page.
 *
 * @param title the number's name
 * @param value the number with its unit
 * @param before the value before calibration; empty if it is unknown or looks the same
 * @param sentence the number's meaning
 */
record HeadlineNumber(String title, String value, String before, String sentence) {}
