package io.credence.ensemble.report;

import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.predictive.Uncertainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** What the template of the page asks for, by the names it asks with. All text is plain; the template escapes it. */
final class PageModel {
    private static final int MOST_CLASSES = 30;
    private static final int MOST_ROWS = 20;

    private final Report report;
    private final Evaluation main;
    private final Map<String, Evaluation> evaluated;
    private final Story story;

    PageModel(Report report) {
        this.report = report;
        this.main = report.evaluations().main();
        this.evaluated = evaluated(report.evaluations());
        this.story = switch (report.model().task()) {
            case REGRESSION -> main == null ? null : new RegressionStory(report);
            case CLASSIFICATION -> main == null ? null : new ClassificationStory(report);
            case EMBEDDING -> null;
        };
    }

    record Pair(String name, String value) {}

    record Split(double aleatoric, String aleatoricText, String epistemicText) {}

    record Cells(String head, String note, List<String> cells) {}

    record Shade(String text, String share) {}

    record ClassRow(String label, String rows, String recall, String precision, List<Shade> confusion) {}

    String name() {
        return report.run().name();
    }

    String subtitle() {
        Report.Model model = report.model();
        int number = model.posterior().networks();
        String networks = number == 1 ? "one network of " : number + " networks of ";
        String each = Text.count(model.parameters()) + (number == 1 ? " parameters" : " parameters each");

        String rows = report.rows().train() == 0
                ? ""
                : ", trained on " + Text.count(report.rows().train()) + " rows";
        return model.posterior().title() + ": " + networks + each + rows + " to predict " + model.label() + ". ";
    }

    String evaluated() {
        if (main == null) {
            return "";
        }
        String split = report.evaluations().test() == null ? "validation" : "test";
        String rows = "Numbers are of " + Text.count(main.rows()) + " " + split + " rows.";
        return report.rows().folds() == null
                ? rows
                : rows + " The training rows were dealt to " + report.rows().folds()
                        + " folds and are the validation rows too: there each is predicted by the members alone that were not"
                        + " trained on its fold.";
    }

    String created() {
        return report.run().created();
    }

    List<String> warnings() {
        return Warnings.of(report);
    }

    List<Headline> headlines() {
        return story == null ? List.of() : story.headlines();
    }

    String decomposition() {
        return story == null ? "" : story.decomposition();
    }

    /** The two parts of the mean uncertainty, or null where there is none. */
    Split split() {
        Uncertainty mean = report.evaluations().uncertainty();
        if (story == null || !(mean.total() > 0)) {
            return null;
        }
        double share = 100 * mean.aleatoric() / mean.total();
        return new Split(share, Text.percent(share / 100), Text.percent(1 - share / 100));
    }

    List<Chart> charts() {
        return story == null ? List.of() : story.charts();
    }

    /** The distribution of both uncertainties over the rows. */
    List<Chart> histograms() {
        return story == null ? List.of() : SharedSentences.histograms(main, story.unit());
    }

    String unit() {
        return story == null ? "" : story.unit();
    }

    List<Chart> learningCharts() {
        return LearningCharts.of(report.members());
    }

    List<Cells> layers() {
        return LearningCharts.layers(report.members());
    }

    List<Cells> members() {
        return report.members().stream()
                .map(member -> new Cells(
                        String.valueOf(member.member()),
                        "",
                        List.of(
                                String.valueOf(member.history().epochs().size()),
                                String.valueOf(member.history().bestEpoch() + 1),
                                Text.count(member.history().steps()),
                                Text.seconds(member.history().seconds()))))
                .toList();
    }

    String calibration() {
        if (report.model().calibration() instanceof Calibration.Temperature temperature) {
            return "Calibrated: every member's logits are divided by a temperature of "
                    + Text.number(temperature.temperature()) + ", fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.VarianceScale scale) {
            return "Calibrated: the predicted variance is multiplied by " + Text.number(scale.scale())
                    + ", fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.VectorScale) {
            return "Calibrated: every member's logits are scaled and shifted class by class, fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.MatrixScale) {
            return "Calibrated: every member's logits go through one affine map, fitted on the validation rows.";
        }
        return "No calibration was fitted.";
    }

    /** What there are metrics of: the splits that were evaluated. */
    List<String> metricColumns() {
        return List.copyOf(evaluated.keySet());
    }

    List<Cells> metrics() {
        TreeSet<String> names = new TreeSet<>();
        for (Evaluation each : evaluated.values()) {
            each.metrics().keySet().stream()
                    .filter(name -> !Metric.isBound(name, each.metrics()))
                    .forEach(names::add);
        }
        return names.stream()
                .map(name -> new Cells(
                        Metric.of(name).title(),
                        Metric.of(name).meaning(),
                        evaluated.values().stream()
                                .map(each -> Metric.withInterval(name, each.metrics()))
                                .toList()))
                .toList();
    }

    private static Map<String, Evaluation> evaluated(Report.Evaluations evaluations) {
        Map<String, Evaluation> evaluated = new LinkedHashMap<>();
        evaluated.put("Test", evaluations.test());
        evaluated.put("Test, uncalibrated", evaluations.testUncalibrated());
        evaluated.put("Validation", evaluations.validation());
        evaluated.values().removeIf(Objects::isNull);
        return evaluated;
    }

    /** One line a score, the best first. */
    List<Cells> ood() {
        if (report.ood() == null) {
            return List.of();
        }
        return report.ood().scores().entrySet().stream()
                .sorted(Comparator.comparingDouble(score -> -score.getValue().auroc()))
                .map(score -> new Cells(
                        Detector.of(score.getKey()).title(),
                        Detector.of(score.getKey()).meaning(),
                        Detector.cells(score.getValue())))
                .toList();
    }

    /** How many rows of either kind there were. */
    String oodRows() {
        return report.ood() == null
                ? ""
                : Text.count(report.ood().rowsOutside()) + " rows of another distribution against "
                        + Text.count(report.ood().rowsInside()) + " of the test rows.";
    }

    /** How the scores tell rows of another distribution apart, as curves. */
    List<Chart> oodCharts() {
        return report.ood() == null ? List.of() : Detector.charts(report.ood());
    }

    /** By how much the ensemble beats a single component, or nothing where that is not known. */
    String oodComparison() {
        return report.ood() == null ? "" : Detector.comparison(report.ood().scores());
    }

    /** Precision and recall of every class, with what its rows were taken for; empty for a regression. */
    List<ClassRow> classes() {
        List<String> labels = report.model().labels();
        Curve recall = main == null ? null : main.curves().get("recall");
        Curve precision = main == null ? null : main.curves().get("precision");
        if (recall == null || precision == null || recall.x().length != labels.size()) {
            return List.of();
        }
        List<ClassRow> rows = new ArrayList<>();
        for (int k = 0; k < Math.min(MOST_CLASSES, labels.size()); k++) {
            rows.add(new ClassRow(
                    labels.get(k),
                    Text.count(recall.count()[k]),
                    Text.percent(recall.y()[k]),
                    Text.percent(precision.y()[k]),
                    confusion(k)));
        }
        return rows;
    }

    /** Says so where not all classes are shown. */
    String classesLeftOut() {
        int classes = report.model().labels().size();
        return classes > MOST_CLASSES
                ? "The first " + MOST_CLASSES + " of " + Text.count(classes) + " classes are shown."
                : "";
    }

    /** The labels at the head of the confusion matrix; empty where there are too many for one. */
    List<String> confusionLabels() {
        List<String> labels = report.model().labels();
        Curve confusion = main == null ? null : main.curves().get("confusion");
        boolean fits = confusion != null
                && labels.size() <= MOST_CLASSES
                && confusion.x().length == labels.size() * labels.size();
        return fits ? labels : List.of();
    }

    private List<Shade> confusion(int label) {
        int classes = confusionLabels().size();
        List<Shade> shades = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            int i = label * classes + k;
            double share = main.curves().get("confusion").y()[i];
            shades.add(new Shade(
                    Text.count(main.curves().get("confusion").count()[i]),
                    String.valueOf(Double.isFinite(share) ? Math.round(100 * share) : 0)));
        }
        return shades;
    }

    List<String> reviewColumns() {
        return report.rowsToReview() == null ? List.of() : report.rowsToReview().columns();
    }

    List<Cells> byEpistemic() {
        return report.rowsToReview() == null
                ? List.of()
                : reviewed(report.rowsToReview().byEpistemic());
    }

    List<Cells> byAleatoric() {
        return report.rowsToReview() == null
                ? List.of()
                : reviewed(report.rowsToReview().byAleatoric());
    }

    private static List<Cells> reviewed(List<Report.RowsToReview.Row> rows) {
        return rows.stream()
                .limit(MOST_ROWS)
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(
                            Text.number(row.uncertainty().epistemic()),
                            Text.number(row.uncertainty().aleatoric()),
                            row.prediction(),
                            row.label()));
                    cells.addAll(row.values());
                    return new Cells("", "", cells);
                })
                .toList();
    }

    Report.DataSummary data() {
        return report.data();
    }

    List<Cells> columns() {
        if (report.data() == null) {
            return List.of();
        }
        return report.data().columns().stream()
                .map(column -> new Cells(
                        column.name(),
                        "",
                        List.of(
                                column.kind(),
                                String.valueOf(column.encoded()),
                                Text.count(column.missing()),
                                column.distinct() == null ? Text.NONE : Text.count(column.distinct()),
                                optional(column.mean()),
                                optional(column.standardDeviation()),
                                optional(column.minimum()),
                                optional(column.maximum()))))
                .toList();
    }

    private static String optional(Double value) {
        return value == null ? Text.NONE : Text.number(value);
    }

    List<Pair> timing() {
        return report.run().timing().entrySet().stream()
                .map(entry -> entry.getKey().endsWith("Seconds")
                        ? new Pair(
                                Text.words(entry.getKey().replaceFirst("Seconds$", "")), Text.seconds(entry.getValue()))
                        : new Pair(Text.words(entry.getKey()), Text.number(entry.getValue())))
                .toList();
    }

    List<Pair> versions() {
        SortedMap<String, String> versions = report.run().versions();
        return versions.entrySet().stream()
                .map(entry -> new Pair(Text.words(entry.getKey()), entry.getValue()))
                .toList();
    }

    String plan() {
        return report.run().plan() == null
                ? null
                : JsonRecords.print(report.run().plan());
    }

    String configuration() {
        return report.run().configuration() == null
                ? null
                : JsonRecords.print(report.run().configuration());
    }
}
