package io.credence.ensemble.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a training run or an evaluation, as JSON ({@link #json}) and as a web page ({@link #html}).
 *
 * @param model the evaluated model
 * @param rows the number of rows in each split
 * @param evaluations how well predictions match the labels
 * @param ood how well each uncertainty score detects out-of-distribution rows, or null
 * @param rowsToReview the rows with the highest uncertainty, or null
 * @param members the training history of each member; empty for an evaluation
 * @param data a summary of the columns, or null
 * @param run time, duration and environment of the run
 * @param warnings the caller's warnings, one sentence each
 */
public record Report(
        Model model,
        Rows rows,
        Evaluations evaluations,
        OutOfDistributionEvaluation ood,
        RowsToReview rowsToReview,
        List<MemberTraining> members,
        DataSummary data,
        Run run,
        List<String> warnings) {

    public Report {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(evaluations, "evaluations");
        Objects.requireNonNull(run, "run");
        members = List.copyOf(members);
        warnings = List.copyOf(warnings);
    }

    /**
     * Returns the content of {@code report.json}: indented, with keys in a fixed order, and null for numbers that are
     * not finite.
     */
    public String json() {
        return ReportJson.of(this);
    }

    /** Returns the content of {@code index.html}: one page that needs no other file and no network. */
    public String html() {
        return ReportPage.of(this);
    }

    /**
     * The evaluated model.
     *
     * @param task the kind of prediction
     * @param loss the loss of the members' training
     * @param posterior the approximate posterior
     * @param parameters the number of parameters of one member
     * @param calibration the calibration of its predictions
     * @param conformal the conformal regions of its predictions, or null
     * @param label the predicted column
     * @param labels the classes in the order of the probabilities; empty for a regression
     */
    public record Model(
            Task task,
            Loss loss,
            Posterior posterior,
            long parameters,
            Calibration calibration,
            Conformal conformal,
            String label,
            List<String> labels) {
        public Model {
            labels = List.copyOf(labels);
        }

        /**
         * Returns the likelihood of the labels.
         *
         * @throws IllegalArgumentException if the task predicts no label
         */
        Likelihood likelihood() {
            return Likelihood.of(task, loss);
        }
    }

    /**
     * The number of rows in each split; 0 if the split was not used.
     *
     * @param folds the number of folds if the training rows also serve as validation rows, each predicted only by
     *     members that were not trained on its fold; otherwise null
     * @param split what the split means for the metrics, or null if rows were drawn at random
     */
    public record Rows(long train, long validation, long test, Integer folds, String split) {
        /** Creates the counts of splits that have no row in common. */
        public Rows(long train, long validation, long test) {
            this(train, validation, test, null, null);
        }
    }

    /**
     * How well predictions match the labels, in the label's own unit.
     *
     * @param test the evaluation of the test rows, or null without test rows
     * @param testUncalibrated the evaluation of the test rows without calibration, or null
     * @param validation the evaluation of the validation rows, or null
     */
    public record Evaluations(Evaluation test, Evaluation testUncalibrated, Evaluation validation) {
        /** Returns the evaluation of the test rows or, without test rows, of the validation rows; may be null. */
        Evaluation main() {
            return test == null ? validation : test;
        }

        Uncertainty uncertainty() {
            return main() == null ? null : main().uncertainty();
        }
    }

    /**
     * Rows that a person should review.
     *
     * @param columns the names of the columns shown
     * @param byEpistemic the rows with the highest epistemic uncertainty, highest first
     * @param byAleatoric the rows with the highest aleatoric uncertainty, highest first
     */
    public record RowsToReview(List<String> columns, List<Row> byEpistemic, List<Row> byAleatoric) {
        public RowsToReview {
            columns = List.copyOf(columns);
            byEpistemic = List.copyOf(byEpistemic);
            byAleatoric = List.copyOf(byAleatoric);
        }

        /**
         * One row.
         *
         * @param values one value for each column, as text
         * @param label the observed label
         * @param prediction the predicted label
         * @param uncertainty the uncertainty of the prediction
         */
        public record Row(List<String> values, String label, String prediction, Uncertainty uncertainty) {
            public Row {
                values = List.copyOf(values);
            }
        }
    }

    /**
     * A summary of the training rows.
     *
     * @param input the source of the rows
     * @param fingerprint a hash of the rows that does not depend on their order or files
     * @param columns the feature columns, then the label
     */
    public record DataSummary(String input, String fingerprint, List<Column> columns) {
        public DataSummary {
            columns = List.copyOf(columns);
        }

        /**
         * One column. Values that do not apply are null.
         *
         * @param kind number, text, vector or label
         * @param encoded the number of network inputs that it becomes
         * @param missing the number of training rows without a value
         * @param distinct the number of distinct values of a text column
         */
        public record Column(
                String name,
                String kind,
                int encoded,
                long missing,
                Integer distinct,
                Double mean,
                Double standardDeviation,
                Double minimum,
                Double maximum) {}
    }

    /**
     * One run of the program.
     *
     * @param name the page's heading, such as the name of the output directory
     * @param created the time at which it ended, in ISO 8601
     * @param timing seconds and rates by their keys in report.json, such as {@code wallSeconds}
     * @param versions the versions of Credence, Spark and Java
     * @param configuration the effective configuration, or null
     */
    public record Run(
            String name,
            String created,
            SortedMap<String, Double> timing,
            SortedMap<String, String> versions,
            JsonNode configuration) {
        public Run {
            timing = sorted(timing);
            versions = sorted(versions);
        }
    }

    private static <V> SortedMap<String, V> sorted(SortedMap<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
