package io.credence.ensemble.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.Task;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a training or an evaluation: {@link #json} for programs, {@link #html} for people.
 *
 * @param model what was evaluated
 * @param rows how many rows each split has
 * @param evaluations how predictions met the labels
 * @param ood how well each uncertainty score tells rows of another distribution apart, or null
 * @param rowsToReview the rows that the model is least sure of, or null
 * @param members how each member's training went; empty for an evaluation
 * @param data what the columns hold, or null
 * @param run when, on what and how long
 * @param warnings sentences that the reader should not miss
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

    /** The content of {@code report.json}: indented, keys in a fixed order, null where a number is not finite. */
    public String json() {
        return ReportJson.of(this);
    }

    /** The content of {@code index.html}: one page that needs no other file and no network. */
    public String html() {
        return ReportPage.of(this);
    }

    /**
     * The model.
     *
     * @param task what it predicts
     * @param posterior how its members stand for a posterior
     * @param parameters the number of parameters of one member
     * @param calibration what is applied to predictions
     * @param conformal the regions of labels that come with every prediction, or null
     * @param label the column that is predicted
     * @param labels the classes in the order of the probabilities; empty for a regression
     */
    public record Model(
            Task task,
            Posterior posterior,
            long parameters,
            Calibration calibration,
            Conformal conformal,
            String label,
            List<String> labels) {
        public Model {
            labels = List.copyOf(labels);
        }
    }

    /**
     * How many rows each split has; 0 for one that was not used.
     *
     * @param folds where the training rows are the validation rows too, each predicted by the members alone that have not seen its fold:
     *     how many folds; otherwise null
     */
    public record Rows(long train, long validation, long test, Integer folds) {
        /** Splits that have no row in common. */
        public Rows(long train, long validation, long test) {
            this(train, validation, test, null);
        }
    }

    /**
     * How predictions met the labels, in the label's own unit.
     *
     * @param test of the test rows as they are scored, or null if there are none
     * @param testUncalibrated of the test rows as if no calibration had been fitted, or null
     * @param validation of the validation rows as they are scored, or null
     */
    public record Evaluations(Evaluation test, Evaluation testUncalibrated, Evaluation validation) {
        /** The evaluation that a reader should go by: the test rows', or without such the validation rows'; may be null. */
        Evaluation main() {
            return test == null ? validation : test;
        }

        Uncertainty uncertainty() {
            return main() == null ? null : main().uncertainty();
        }
    }

    /**
     * Rows that are worth a person's look.
     *
     * @param columns the names of the columns shown
     * @param byEpistemic the rows with the greatest epistemic uncertainty, greatest first
     * @param byAleatoric the rows with the greatest aleatoric uncertainty, greatest first
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
         * @param values one a column, as text
         * @param label what was observed
         * @param prediction what was predicted
         * @param uncertainty of the prediction
         */
        public record Row(List<String> values, String label, String prediction, Uncertainty uncertainty) {
            public Row {
                values = List.copyOf(values);
            }
        }
    }

    /**
     * What the training rows hold.
     *
     * @param input where the rows were read from
     * @param fingerprint a hash of them, whatever their order and files
     * @param columns the feature columns, then the label
     */
    public record DataSummary(String input, String fingerprint, List<Column> columns) {
        public DataSummary {
            columns = List.copyOf(columns);
        }

        /**
         * One column. What does not apply is null.
         *
         * @param kind number, text, vector or label
         * @param encoded how many inputs of the network it becomes
         * @param missing how many training rows have no value
         * @param distinct the number of different values, of text
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
     * @param name what the page is headed with, such as the output directory's name
     * @param created when it ended, in ISO 8601
     * @param timing seconds and rates by their names in report.json, such as {@code wallSeconds}
     * @param plan how the work was laid out over the cluster, or null
     * @param versions of Credence, Spark and Java
     * @param configuration the effective configuration, or null
     */
    public record Run(
            String name,
            String created,
            SortedMap<String, Double> timing,
            JsonNode plan,
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
