/**
 * The output directory of a report. {@link io.credence.driver.report.ReportDirectory} writes the two files; the
 * ensemble module renders their content.
 */
package io.credence.driver.report;
