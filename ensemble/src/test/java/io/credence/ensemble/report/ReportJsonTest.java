package io.credence.ensemble.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.training.MemberHistory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    private static JsonNode json(Report report) {
        return JsonRecords.parse(report.json().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void regressionReport_hasTheContractKeysInOrder() {
        JsonNode json = json(ExampleReports.regression());
        assertThat(keys(json).subList(0, 9))
                .containsExactly(
                        "task", "method", "members", "rows", "metrics", "uncertainty", "calibration", "timing", "ood");
        assertThat(json.get("task").asText()).isEqualTo("regression");
        assertThat(json.get("method").asText()).isEqualTo("deep-ensemble");
        assertThat(json.get("members").asInt()).isEqualTo(5);
        assertThat(json.get("rows")).hasToString("{\"train\":314,\"validation\":39,\"test\":39}");
        assertThat(keys(json.get("metrics"))).containsExactly("test", "testUncalibrated", "validation");
        assertThat(json.at("/metrics/test/rmse").asDouble()).isEqualTo(2.847);
        assertThat(json.at("/metrics/testUncalibrated/coverage95").asDouble()).isEqualTo(0.872);
        assertThat(json.get("uncertainty")).hasToString("{\"total\":8.41,\"aleatoric\":6.52,\"epistemic\":1.89}");
        assertThat(json.get("calibration"))
                .hasToString("{\"varianceScale\":1.62,"
                        + "\"conformal\":{\"name\":\"interval\",\"coverage\":0.9,\"multiplier\":1.71}}");
        assertThat(json.at("/timing/stepsPerSecond").asDouble()).isEqualTo(1893.2);
        assertThat(json.at("/ood/epistemic"))
                .hasToString(
                        "{\"auroc\":0.986,\"aurocLower\":0.975,\"aurocUpper\":0.997,\"aupr\":0.979,\"fpr95\":0.052}");
        assertThat(json.at("/curves/test/coverage/x").size()).isEqualTo(101);
        assertThat(json.at("/training/4/epochs/39/validationLoss").isNumber()).isTrue();
        assertThat(json.at("/configuration/training/epochs").asInt()).isEqualTo(40);
    }

    @Test
    void classificationReport_hasTemperatureAndLabelsButNoOod() {
        JsonNode json = json(ExampleReports.classification());
        assertThat(json.get("calibration"))
                .hasToString("{\"temperature\":1.31,\"conformal\":{\"name\":\"label-set\",\"coverage\":0.95,"
                        + "\"score\":\"least-ambiguous\",\"threshold\":1.2}}");
        assertThat(json.get("labels")).hasToString("[\"Adelie\",\"Chinstrap\",\"Gentoo\"]");
        assertThat(json.has("ood")).isFalse();
        assertThat(json.at("/curves/test/reliability/y/0").isNull()).isTrue();
    }

    @Test
    void nonFiniteNumbers_areNull() {
        Report example = ExampleReports.regression();
        Evaluation nonFinite = new Evaluation(
                1,
                new TreeMap<>(Map.of("r2", Double.NEGATIVE_INFINITY, "rmse", 1.0)),
                new Uncertainty(Double.NaN, 1, 1),
                Map.of("pit", new Curve(new double[1], new double[] {Double.NaN}, new long[1])));
        Report report = new Report(
                example.model(),
                example.rows(),
                new Report.Evaluations(null, null, nonFinite),
                null,
                null,
                List.of(),
                null,
                example.run(),
                List.of());
        JsonNode json = json(report);
        assertThat(json.get("metrics")).hasToString("{\"validation\":{\"r2\":null,\"rmse\":1.0}}");
        assertThat(json.get("uncertainty")).hasToString("{\"total\":null,\"aleatoric\":1.0,\"epistemic\":1.0}");
        assertThat(json.get("warnings").toString()).contains("There are no test rows");
    }

    @Test
    void equalReports_haveEqualText() {
        assertThat(ExampleReports.regression().json())
                .isEqualTo(ExampleReports.regression().json())
                .startsWith("{\n  \"task\": \"regression\",\n  \"method\": \"deep-ensemble\",\n")
                .endsWith("}\n");
    }

    @Test
    void warnings_coverDeadUnitsVanishingGradientsAndFewRows() {
        String warnings = json(ExampleReports.regression()).get("warnings").toString();
        assertThat(warnings)
                .contains("car_name was left out")
                .contains("56 % of the units of hidden.0 in member 3 are dead")
                .contains("only 39 test rows");
        MemberTraining vanishing = training(
                new MemberHistory.LayerHealth("hidden.0", 1e-6, 0, null, null),
                new MemberHistory.LayerHealth("output", 1e-2, 0, null, null));
        assertThat(vanishing.warnings())
                .singleElement()
                .asString()
                .startsWith("The gradient vanishes in member 2: its norm in hidden.0 is 1.0e-04 times that in output.");
        MemberTraining later = training(
                new MemberHistory.LayerHealth("hidden.0", 1e-2, 1e-8, null, null),
                new MemberHistory.LayerHealth("output", 1e-2, 1e-3, null, null));
        assertThat(later.warnings())
                .singleElement()
                .asString()
                .contains("its norm in hidden.0 is 1.0e-05 times that in output.");
        MemberTraining healthy = training(
                new MemberHistory.LayerHealth("hidden.0", 2e-5, 0, 0.5, null),
                new MemberHistory.LayerHealth("output", 1e-2, 0, null, null));
        assertThat(healthy.warnings()).isEmpty();
    }

    @Test
    void training_hasTheNamesOfTheContract() {
        MemberHistory.LayerHealth layer = new MemberHistory.LayerHealth("output", 1, 2, 0.5, 3.0);
        assertThat(training(layer).json())
                .hasToString(
                        "{\"member\":2,\"epochs\":[],\"bestEpoch\":0,\"steps\":1,\"seconds\":1.0,\"layers\":[{\"name\":"
                                + "\"output\",\"firstGradient\":1.0,\"lastGradient\":2.0,\"deadUnits\":0.5}]}");
    }

    private static MemberTraining training(MemberHistory.LayerHealth... layers) {
        return new MemberTraining(2, new MemberHistory(List.of(), 0, 1, 1, 0, List.of(layers)));
    }
}
