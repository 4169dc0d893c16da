package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import java.util.ArrayList;
import java.util.List;

/** The table of recall, precision and confusion by class. */
final class ClassTable {
    private static final int MAX_CLASSES = 30;

    private final List<String> labels;
    private final Evaluation evaluation;

    private ClassTable(List<String> labels, Evaluation evaluation) {
        this.labels = labels;
        this.evaluation = evaluation;
    }

    /**
     * Returns the table of an evaluation, or null if it has no classes.
     *
     * @param labels the classes
     * @param evaluation may be null
     */
    static ClassTable of(List<String> labels, Evaluation evaluation) {
        Curve recall = evaluation == null ? null : evaluation.curves().get("recall");
        boolean isComplete = recall != null
                && evaluation.curves().containsKey("precision")
                && recall.x().length == labels.size()
                && !labels.isEmpty();
        return isComplete ? new ClassTable(labels, evaluation) : null;
    }

    /**
     * One class.
     *
     * @param label the class
     * @param count the number of its rows
     * @param recall the fraction of its rows that are predicted correctly
     * @param precision the fraction of its predictions that are correct
     * @param confusion its rows by predicted class; empty if there are too many classes
     */
    record ClassRow(String label, String count, String recall, String precision, List<ConfusionCell> confusion) {}

    /**
     * A cell of the confusion matrix.
     *
     * @param text the number of rows
     * @param percent the percentage of the class's rows, an integer
     */
    record ConfusionCell(String text, String percent) {}

    /** Returns one row for each class, up to a maximum. */
    List<ClassRow> classRows() {
        Curve recall = evaluation.curves().get("recall");
        Curve precision = evaluation.curves().get("precision");
        List<ClassRow> rows = new ArrayList<>();
        for (int k = 0; k < Math.min(MAX_CLASSES, labels.size()); k++) {
            rows.add(new ClassRow(
                    labels.get(k),
                    DisplayFormat.count(recall.count()[k]),
                    DisplayFormat.percent(recall.y()[k]),
                    DisplayFormat.percent(precision.y()[k]),
                    confusion(k)));
        }
        return rows;
    }

    /** Returns a sentence if some classes are not shown; otherwise empty. */
    String omitted() {
        return labels.size() > MAX_CLASSES
                ? "Only the first " + MAX_CLASSES + " of " + DisplayFormat.count(labels.size()) + " classes are shown."
                : "";
    }

    /** Returns the headings of the confusion matrix; empty if there are too many classes for a matrix. */
    List<String> confusionLabels() {
        Curve confusion = evaluation.curves().get("confusion");
        boolean fits = confusion != null
                && labels.size() <= MAX_CLASSES
                && confusion.x().length == labels.size() * labels.size();
        return fits ? labels : List.of();
    }

    private List<ConfusionCell> confusion(int label) {
        int classes = confusionLabels().size();
        List<ConfusionCell> cells = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            int i = label * classes + k;
            double fraction = evaluation.curves().get("confusion").y()[i];
            cells.add(new ConfusionCell(
                    DisplayFormat.count(evaluation.curves().get("confusion").count()[i]),
                    String.valueOf(Double.isFinite(fraction) ? Math.round(100 * fraction) : 0)));
        }
        return cells;
    }
}
