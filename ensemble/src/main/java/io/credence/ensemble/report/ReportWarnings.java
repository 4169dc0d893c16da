package io.credence.ensemble.report;

import io.credence.ensemble.calibration.Calibration;
import java.util.ArrayList;
import java.util.List;

/** The warnings of a report: those that the caller passes, and those that follow from the report's own numbers. */
final class ReportWarnings {
    /** With fewer rows, a 95 % confidence interval of a fraction may extend more than 0.14 to either side. */
    private static final long FEW_ROWS = 50;

    private static final double LARGE_VARIANCE_SCALE = 4;

    private static final int MAX_GRADIENT_WARNINGS = 3;

    private ReportWarnings() {}

    static List<String> of(Report report) {
        List<String> warnings = new ArrayList<>(report.warnings());
        addGradients(report, warnings);
        long test = report.rows().test();
        if (report.evaluations().test() != null && test < FEW_ROWS) {
            warnings.add("There are only " + test + " test rows, so all numbers below are rough estimates.");
        }
        if (report.evaluations().test() == null && report.evaluations().validation() != null) {
            warnings.add(
                    "There are no test rows. The numbers below come from the validation rows, which were also used to"
                            + " choose and calibrate the model, so they are optimistic.");
        }
        if (report.model().posterior().components() == 1 && report.evaluations().main() != null) {
            warnings.add("The model has a single component, so there is no disagreement to measure and the epistemic"
                    + " uncertainty is 0 by definition. Train more members to estimate it.");
        }
        if (report.model().calibration() instanceof Calibration.VarianceScale scale
                && scale.scale() > LARGE_VARIANCE_SCALE) {
            warnings.add("Calibration multiplied the predicted variance by " + DisplayFormat.number(scale.scale())
                    + ": the members are far too confident, most likely because they trained for too long.");
        }
        return warnings;
    }

    private static void addGradients(Report report, List<String> warnings) {
        List<String> gradients = report.members().stream()
                .flatMap(member -> member.warnings().stream())
                .toList();
        warnings.addAll(gradients.subList(0, Math.min(MAX_GRADIENT_WARNINGS, gradients.size())));
        if (gradients.size() > MAX_GRADIENT_WARNINGS) {
            warnings.add((gradients.size() - MAX_GRADIENT_WARNINGS)
                    + " more warnings like these are not shown; see Gradient health.");
        }
    }
}
