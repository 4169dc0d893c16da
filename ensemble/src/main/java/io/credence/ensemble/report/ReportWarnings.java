package io.credence.ensemble.report;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.specification.Task;
import java.util.ArrayList;
import java.util.List;

/** What a reader should not miss: the caller's warnings, and those that the report's own numbers give rise to. */
final class Warnings {
    /** Below this many rows a 95 % interval on a share is wider than 0.14 either way. */
    private static final long FEW_ROWS = 50;

    private static final double LARGE_VARIANCE_SCALE = 4;

    private static final int SHOWN_MEMBERS = 3;

    private Warnings() {}

    static List<String> of(Report report) {
        List<String> warnings = new ArrayList<>(report.warnings());
        addGradients(report, warnings);
        long test = report.rows().test();
        if (report.evaluations().test() != null && test < FEW_ROWS) {
            warnings.add("There are only " + test + " test rows, so every number below is a rough one.");
        }
        if (report.evaluations().test() == null && report.evaluations().validation() != null) {
            warnings.add("There are no test rows. The numbers below are of the validation rows, on which the model was"
                    + " chosen and calibrated, so they flatter it.");
        }
        if (report.model().posterior().components() == 1 && report.evaluations().main() != null) {
            warnings.add(
                    "A single component disagrees with nobody, so the epistemic uncertainty is 0 by definition. More members"
                            + " would show it.");
        }
        if (report.model().calibration() instanceof Calibration.VarianceScale scale
                && report.model().task() == Task.REGRESSION
                && scale.scale() > LARGE_VARIANCE_SCALE) {
            warnings.add("Calibration had to stretch the predicted variance by " + Text.number(scale.scale())
                    + ": the members are far too sure of themselves, most likely from training too long.");
        }
        return warnings;
    }

    private static void addGradients(Report report, List<String> warnings) {
        List<String> gradients = report.members().stream()
                .flatMap(member -> member.warnings().stream())
                .toList();
        warnings.addAll(gradients.subList(0, Math.min(SHOWN_MEMBERS, gradients.size())));
        if (gradients.size() > SHOWN_MEMBERS) {
            warnings.add((gradients.size() - SHOWN_MEMBERS) + " more warnings like these are under Gradient health.");
        }
    }
}
