package io.credence.ensemble.report;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.likelihood.CategoricalLikelihood;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.NumericLikelihood;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.predictive.Uncertainty;
import java.util.ArrayList;
import java.util.List;

/**
 * The data for the page template, under the names that the template uses. All text is plain; the template escapes it.
 */
final class PageModel {
    private static final int MAX_REVIEWED_ROWS = 20;

    private final Report report;
    private final Evaluation main;
    private final TaskSections sections;

    PageModel(Report report) {
        this.report = report;
        this.main = report.evaluations().main();
        this.sections = main == null ? null : report.model().likelihood().match(sectionsOf(report));
    }

    private static Likelihood.Cases<TaskSections> sectionsOf(Report report) {
        return new Likelihood.Cases<>() {
            @Override
            public TaskSections ofNumber(NumericLikelihood likelihood) {
                return new RegressionSections(report);
            }

            @Override
            public TaskSections ofClass(CategoricalLikelihood likelihood) {
                return new ClassificationSections(report);
            }
        };
    }

    /** The sizes of both parts of the uncertainty; {@code aleatoric} is a percentage. */
    record UncertaintyParts(double aleatoric, String aleatoricText, String epistemicText) {}

    String name() {
        return report.run().name();
    }

    String subtitle() {
        Report.Model model = report.model();
        int number = model.posterior().networks();
        String networks = number == 1 ? "one network of " : number + " networks of ";
        String each = DisplayFormat.count(model.parameters()) + (number == 1 ? " parameters" : " parameters each");

        String rows = report.rows().train() == 0
                ? ""
                : ", trained on " + DisplayFormat.count(report.rows().train()) + " rows";
        return model.posterior().title() + ": " + networks + each + rows + " to predict " + model.label() + ". ";
    }

    String evaluated() {
        if (main == null) {
            return "";
        }
        String split = report.evaluations().test() == null ? "validation" : "test";
        String rows = "All numbers are for " + DisplayFormat.count(main.rows()) + " " + split + " rows."
                + (report.rows().split() == null ? "" : " " + report.rows().split());
        return report.rows().folds() == null
                ? rows
                : rows + " The training rows also serve as validation rows, in "
                        + report.rows().folds()
                        + " folds: each row is predicted only by members that were not trained on its fold.";
    }

    String created() {
        return report.run().created();
    }

    List<String> warnings() {
        return ReportWarnings.of(report);
    }

    List<HeadlineNumber> headlines() {
        return sections == null ? List.of() : sections.headlines();
    }

    String decomposition() {
        return sections == null ? "" : sections.decomposition();
    }

    /** Returns both parts of the mean uncertainty, or null if it is unknown or 0. */
    UncertaintyParts split() {
        Uncertainty mean = report.evaluations().uncertainty();
        if (sections == null || !(mean.total() > 0)) {
            return null;
        }
        double percent = 100 * mean.aleatoric() / mean.total();
        return new UncertaintyParts(
                percent, DisplayFormat.percent(percent / 100), DisplayFormat.percent(1 - percent / 100));
    }

    List<Chart> charts() {
        return sections == null ? List.of() : sections.charts();
    }

    /** Returns the histograms of both uncertainties over the rows. */
    List<Chart> histograms() {
        return sections == null ? List.of() : SharedSections.histograms(main, sections.unit());
    }

    String unit() {
        return sections == null ? "" : sections.unit();
    }

    String calibration() {
        if (report.model().calibration() instanceof Calibration.Temperature temperature) {
            return "Calibrated: every member's logits are divided by a temperature of "
                    + DisplayFormat.number(temperature.temperature()) + ", fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.VarianceScale scale) {
            return "Calibrated: the predicted variance"
                    + (report.model().likelihood().labelKind() == LabelKind.POSITIVE ? " of the logarithm" : "")
                    + " is multiplied by " + DisplayFormat.number(scale.scale()) + ", fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.VectorScale) {
            return "Calibrated: every member's logits are scaled and shifted per class, fitted on the validation rows.";
        }
        if (report.model().calibration() instanceof Calibration.MatrixScale) {
            return "Calibrated: one affine map is applied to every member's logits, fitted on the validation rows.";
        }
        return "The model is not calibrated.";
    }

    MetricTable metrics() {
        return new MetricTable(report.evaluations());
    }

    /** Returns the section on out-of-distribution rows, or null without such rows. */
    OutOfDistributionSection outOfDistribution() {
        return report.ood() == null ? null : new OutOfDistributionSection(report.ood());
    }

    /** Returns the table of the classes, or null without classes. */
    ClassTable classTable() {
        return ClassTable.of(report.model().labels(), main);
    }

    TrainingSection training() {
        return new TrainingSection(report.members());
    }

    RunDetails details() {
        return new RunDetails(report.data(), report.run());
    }

    List<String> reviewColumns() {
        return report.rowsToReview() == null ? List.of() : report.rowsToReview().columns();
    }

    List<TableRow> byEpistemic() {
        return report.rowsToReview() == null
                ? List.of()
                : reviewed(report.rowsToReview().byEpistemic());
    }

    List<TableRow> byAleatoric() {
        return report.rowsToReview() == null
                ? List.of()
                : reviewed(report.rowsToReview().byAleatoric());
    }

    private static List<TableRow> reviewed(List<Report.RowsToReview.Row> rows) {
        return rows.stream()
                .limit(MAX_REVIEWED_ROWS)
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(
                            DisplayFormat.number(row.uncertainty().epistemic()),
                            DisplayFormat.number(row.uncertainty().aleatoric()),
                            row.prediction(),
                            row.label()));
                    cells.addAll(row.values());
                    return new TableRow("", cells);
                })
                .toList();
    }
}
