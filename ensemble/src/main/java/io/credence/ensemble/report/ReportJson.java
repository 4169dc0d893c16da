package io.credence.ensemble.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.metric.Evaluation;
import java.util.List;

/**
 * Writes a report as JSON. The keys up to {@code ood} are a contract and must not change. A value that does not apply
 * is omitted; a number that is not finite is null.
 */
final class ReportJson {
    private ReportJson() {}

    static String of(Report report) {
        Report.Model model = report.model();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        set(json, "task", model.task());
        set(json, "method", model.posterior().name());
        set(json, "members", model.posterior().networks());
        set(json, "rows", report.rows());
        setEvaluations(json, report.evaluations());
        set(json, "calibration", calibration(model));
        set(json, "timing", report.run().timing());
        set(json, "ood", report.ood() == null ? null : report.ood().scores());
        set(json, "label", model.label());
        set(json, "labels", model.labels().isEmpty() ? null : model.labels());
        set(json, "parameters", model.parameters());
        set(json, "warnings", ReportWarnings.of(report));
        setCurves(json, report);
        set(
                json,
                "training",
                report.members().stream().map(MemberTraining::json).toList());
        set(json, "rowsToReview", report.rowsToReview());
        set(json, "data", report.data());
        set(json, "name", report.run().name());
        set(json, "created", report.run().created());
        set(json, "versions", report.run().versions());
        set(json, "configuration", report.run().configuration());
        return JsonRecords.print(json);
    }

    private static void setEvaluations(ObjectNode json, Report.Evaluations evaluations) {
        ObjectNode metrics = json.putObject("metrics");
        for (NamedEvaluation split : splits(evaluations)) {
            set(metrics, split.name(), split.evaluation().metrics());
        }
        set(json, "uncertainty", evaluations.uncertainty());
    }

    private static void setCurves(ObjectNode json, Report report) {
        ObjectNode curves = json.putObject("curves");
        for (NamedEvaluation split : splits(report.evaluations())) {
            set(curves, split.name(), split.evaluation().curves());
        }
        set(curves, "ood", report.ood() == null ? null : report.ood().roc());
    }

    private static JsonNode calibration(Report.Model model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (model.calibration() instanceof Calibration.Temperature temperature) {
            json.put("temperature", temperature.temperature());
        } else if (model.calibration() instanceof Calibration.VarianceScale scale) {
            json.put("varianceScale", scale.scale());
        }
        if (model.calibration() instanceof Calibration.VectorScale vector) {
            set(json, "vectorScale", vector);
        } else if (model.calibration() instanceof Calibration.MatrixScale matrix) {
            set(json, "matrixScale", matrix);
        }
        set(json, "conformal", conformal(model));
        return json;
    }

    /**
     * Returns the requested and the guaranteed coverage. The scores of the folds, which are many, are stored only in
     * the model.
     */
    private static JsonNode conformal(Report.Model model) {
        Conformal conformal = model.conformal();
        if (conformal == null) {
            return null;
        }
        ObjectNode json = (ObjectNode) JsonRecords.tree(conformal);
        if (conformal.foldCount() > 1) {
            json.put("folds", conformal.foldCount());
            json.put("guarantee", conformal.guarantee());
        }
        return json;
    }

    private static void set(ObjectNode json, String key, Object value) {
        if (value != null) {
            json.set(key, value instanceof JsonNode node ? node : JsonRecords.tree(value));
        }
    }

    private static List<NamedEvaluation> splits(Report.Evaluations evaluations) {
        return List.of(
                        new NamedEvaluation("test", evaluations.test()),
                        new NamedEvaluation("testUncalibrated", evaluations.testUncalibrated()),
                        new NamedEvaluation("validation", evaluations.validation()))
                .stream()
                .filter(split -> split.evaluation() != null)
                .toList();
    }

    private record NamedEvaluation(String name, Evaluation evaluation) {}
}
