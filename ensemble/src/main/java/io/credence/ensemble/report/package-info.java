/**
 * The report of a training run or an evaluation, as JSON and as one self-contained web page.
 *
 * <p>Start with {@link io.credence.ensemble.report.Report}, which contains all data of a report. {@code ReportJson}
 * writes {@code report.json}, whose keys are a contract. {@code ReportPage} renders the page from the templates beside
 * this package and {@code PageModel}, whose parts follow the page from top to bottom: {@code ReportWarnings},
 * {@code RegressionSections} or {@code ClassificationSections}, {@code ClassTable}, {@code OutOfDistributionSection},
 * {@code TrainingSection}, {@code MetricTable} and {@code RunDetails}. A {@code Chart} is drawn by the page's script
 * and shown as a table too.
 */
package io.credence.ensemble.report;
