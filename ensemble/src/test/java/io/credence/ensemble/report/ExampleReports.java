package io.credence.ensemble.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.metric.Separation;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.training.MemberHistory;
import io.credence.kernels.loss.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Example reports, with values like those of real training runs. */
final class ExampleReports {
    /** A value that would inject a script into a page that does not escape it. */
    static final String HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)>&amp;\u2028";

    private ExampleReports() {}

    static Report regression() {
        return new Report(
                new Report.Model(
                        Task.REGRESSION,
                        new Loss.GaussianNll(null, null),
                        new Posterior.DeepEnsemble(5),
                        602,
                        new Calibration.VarianceScale(1.62),
                        new Conformal.Interval(0.9, 1.71),
                        "mpg",
                        List.of()),
                new Report.Rows(314, 39, 39),
                new Report.Evaluations(
                        regressionEvaluation(1, 2.59, 0.949),
                        regressionEvaluation(0.62, 2.74, 0.872),
                        regressionEvaluation(1.02, 2.55, 0.974)),
                ood(Map.of(
                        "total", new Separation(0.91, 0.87, 0.95, 0.88, 0.31),
                        "aleatoric", new Separation(0.64, 0.58, 0.7, 0.58, 0.82),
                        "epistemic", new Separation(0.986, 0.975, 0.997, 0.979, 0.052),
                        "componentVariance", new Separation(0.66, 0.6, 0.72, 0.6, 0.8))),
                rowsToReview(),
                training(),
                data(),
                run("auto-mpg"),
                List.of("The column car_name was left out: it has 305 different values in 398 rows."));
    }

    static Report classification() {
        return new Report(
                new Report.Model(
                        Task.CLASSIFICATION,
                        new Loss.CrossEntropy(null),
                        new Posterior.McDropoutEnsemble(10, 50),
                        1203,
                        new Calibration.Temperature(1.31),
                        new Conformal.LabelSet(0.95, LabelScore.LEAST_AMBIGUOUS, 1.2),
                        "species",
                        List.of("Adelie", "Chinstrap", "Gentoo")),
                new Report.Rows(2750, 344, 344),
                new Report.Evaluations(
                        classEvaluation(0, 0.2401, 0.0213),
                        classEvaluation(0.08, 0.3012, 0.0674),
                        classEvaluation(0, 0.22, 0.031)),
                null,
                null,
                training().subList(0, 2),
                data(),
                run("penguins"),
                List.of());
    }

    /** Returns the report of an evaluation on new rows. */
    static Report ofTestRowsAlone(int rows) {
        Report report = classification();
        return new Report(
                report.model(),
                new Report.Rows(0, 0, rows),
                new Report.Evaluations(report.evaluations().test(), null, null),
                null,
                null,
                List.of(),
                null,
                report.run(),
                List.of());
    }

    /** Returns the report of an embedding, which has no metrics for its test rows. */
    static Report embedding(int testRows) {
        Report report = classification();
        return new Report(
                new Report.Model(
                        Task.EMBEDDING,
                        new Loss.Triplet(null, null),
                        new Posterior.DeepEnsemble(1),
                        10,
                        new Calibration.None(),
                        null,
                        "species",
                        report.model().labels()),
                new Report.Rows(270, 30, testRows),
                new Report.Evaluations(null, null, null),
                null,
                null,
                training().subList(0, 1),
                data(),
                report.run(),
                List.of());
    }

    /** Returns a report in which every string from data or configuration is hostile. */
    static Report hostile() {
        Report report = classification();
        Report.RowsToReview.Row row =
                new Report.RowsToReview.Row(List.of(HOSTILE), HOSTILE, HOSTILE, new Uncertainty(1, 0.5, 0.5));
        return new Report(
                new Report.Model(
                        Task.CLASSIFICATION,
                        new Loss.CrossEntropy(null),
                        new Posterior.DeepEnsemble(2),
                        10,
                        new Calibration.None(),
                        null,
                        HOSTILE,
                        List.of(HOSTILE, "b", "c")),
                report.rows(),
                report.evaluations(),
                ood(Map.of(HOSTILE, new Separation(0.5, 0.4, 0.6, 0.5, 0.5))),
                new Report.RowsToReview(List.of(HOSTILE), List.of(row), List.of(row)),
                List.of(new MemberTraining(
                        0,
                        new MemberHistory(
                                List.of(new MemberHistory.Epoch(1, 1, 1, null)),
                                0,
                                1,
                                1,
                                0,
                                List.of(new MemberHistory.LayerHealth(HOSTILE, 1, 1, 0.9, null))))),
                new Report.DataSummary(
                        HOSTILE,
                        HOSTILE,
                        List.of(new Report.DataSummary.Column(HOSTILE, "text", 1, 0, 2, null, null, null, null))),
                new Report.Run(
                        HOSTILE,
                        HOSTILE,
                        new TreeMap<>(Map.of(HOSTILE, 1.0)),
                        new TreeMap<>(Map.of(HOSTILE, HOSTILE)),
                        JsonRecords.tree(Map.of(HOSTILE, HOSTILE))),
                List.of(HOSTILE));
    }

    /**
     * Returns an evaluation whose curves follow the binormal model with equal spreads: the height at x is F(d +
     * F^-1(x)).
     */
    private static OutOfDistributionEvaluation ood(Map<String, Separation> scores) {
        Map<String, Curve> roc = new TreeMap<>();
        scores.forEach((name, separation) -> {
            double distance = Math.sqrt(2) * StandardNormal.quantile(separation.auroc());
            double[] x = new double[101];
            double[] y = new double[101];
            for (int i = 0; i <= 100; i++) {
                x[i] = i / 100.0;
                y[i] = StandardNormal.cdf(distance + StandardNormal.quantile(x[i]));
            }
            roc.put(name, new Curve(x, y, new long[101]));
        });
        return new OutOfDistributionEvaluation(39, 120, new TreeMap<>(scores), roc);
    }

    private static Evaluation regressionEvaluation(double spread, double nll, double coverage95) {
        Random random = new Random(1);
        int levels = 101;
        double[] x = new double[levels];
        double[] covered = new double[levels];
        double[] kept = new double[levels - 1];
        double[] rmse = new double[levels - 1];
        double[] oracle = new double[levels - 1];
        for (int i = 0; i < levels; i++) {
            x[i] = i / 100.0;
            covered[i] = Math.round(39 * Math.pow(x[i], 1 / spread)) / 39.0;
        }
        for (int i = 0; i < levels - 1; i++) {
            kept[i] = (i + 1) / 100.0;
            rmse[i] = 1.2 + 1.65 * kept[i] * kept[i] + 0.05 * random.nextDouble();
            oracle[i] = 2.85 * Math.pow(kept[i], 1.6);
        }
        double[] pit = new double[20];
        for (int i = 0; i < 20; i++) {
            pit[i] = Math.max(
                    0,
                    1
                            + (1 - spread) * 1.5 * Math.cos(Math.PI * (2 * i - 19) / 19 + Math.PI)
                            + 0.25 * random.nextGaussian());
        }
        SortedMap<String, Double> metrics = new TreeMap<>(
                Map.of("rmse", 2.847, "mae", 2.01, "r2", 0.868, "nll", nll, "gaussianNll", nll - 0.03, "crps", 1.498));
        metrics.putAll(Map.of(
                "coverage50",
                0.487 * spread,
                "coverage90",
                0.897,
                "coverage95",
                coverage95,
                "coverage95Lower",
                coverage95 - 0.09,
                "coverage95Upper",
                Math.min(1, coverage95 + 0.035),
                "intervalWidth95",
                11.2 * Math.sqrt(spread),
                "miscalibrationArea",
                0.02,
                "ause",
                0.21,
                "sharpness",
                2.9));
        metrics.putAll(conformal(0.897, "conformalWidth", 9.6));
        return new Evaluation(
                39,
                metrics,
                new Uncertainty(8.41 * spread, 6.52 * spread, 1.89 * spread),
                Map.of(
                        "coverage", new Curve(x, covered, new long[levels]),
                        "pit", new Curve(centres(20), pit, new long[20]),
                        "sparsification", new Curve(kept, rmse, new long[levels - 1]),
                        "sparsificationOracle", new Curve(kept, oracle, new long[levels - 1]),
                        "aleatoric", histogram(24, 0.3, 0.12, 16),
                        "epistemic", histogram(24, 0.1, 0.1, 16)));
    }

    private static Evaluation classEvaluation(double overconfidence, double nll, double ece) {
        int bins = 15;
        double[] x = centres(bins);
        double[] hit = new double[bins];
        long[] count = new long[bins];
        for (int i = 0; i < bins; i++) {
            boolean empty = i < 5;
            hit[i] = empty ? Double.NaN : Math.min(1, Math.max(0, x[i] - overconfidence + 0.04 * Math.sin(3 * i)));
            count[i] = empty ? 0 : 2 + (i == 14 ? 240 : 3L * i);
        }
        double[] kept = new double[100];
        double[] risk = new double[100];
        for (int i = 0; i < 100; i++) {
            kept[i] = (i + 1) / 100.0;
            risk[i] = 0.084 * Math.pow(kept[i], 4);
        }
        SortedMap<String, Double> metrics = new TreeMap<>(Map.of(
                "accuracy",
                0.9157,
                "accuracyLower",
                0.881,
                "accuracyUpper",
                0.9408,
                "nll",
                nll,
                "brier",
                0.1279,
                "ece",
                ece,
                "eceLower",
                0.9 * ece,
                "eceUpper",
                1.7 * ece,
                "aurc",
                0.0164,
                "misclassificationAuroc",
                0.893));
        metrics.putAll(Map.of("adaptiveEce", ece, "classwiseEce", 0.018, "mce", 0.14, "balancedAccuracy", 0.897));
        metrics.putAll(conformal(0.953, "conformalSetSize", 1.07));
        return new Evaluation(
                344,
                metrics,
                new Uncertainty(0.281, 0.243, 0.038),
                Map.of(
                        "reliability", new Curve(x, hit, count),
                        "confidence", new Curve(x, x, count),
                        "riskCoverage", new Curve(kept, risk, new long[100]),
                        "recall",
                                new Curve(new double[] {0, 1, 2}, new double[] {0.95, 0.78, 0.96}, new long[] {
                                    150, 70, 124
                                }),
                        "precision",
                                new Curve(new double[] {0, 1, 2}, new double[] {0.93, 0.83, 0.95}, new long[] {
                                    153, 66, 125
                                }),
                        "confusion",
                                new Curve(
                                        new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8},
                                        new double[] {0.95, 0.04, 0.01, 0.17, 0.78, 0.05, 0.01, 0.03, 0.96},
                                        new long[] {142, 6, 2, 12, 55, 3, 1, 4, 119}),
                        "aleatoric", histogram(22, 0.05, 0.2, 0.05),
                        "epistemic", histogram(22, 0.02, 0.05, 0.02)));
    }

    private static Map<String, Double> conformal(double coverage, String size, double meanSize) {
        return Map.of(
                "conformalCoverage",
                coverage,
                "conformalCoverageLower",
                coverage - 0.05,
                "conformalCoverageUpper",
                coverage + 0.02,
                size,
                meanSize);
    }

    private static double[] centres(int bins) {
        double[] x = new double[bins];
        for (int i = 0; i < bins; i++) {
            x[i] = (i + 0.5) / bins;
        }
        return x;
    }

    private static Curve histogram(int bins, double mode, double width, double unit) {
        double[] x = new double[bins];
        double[] y = new double[bins];
        long[] count = new long[bins];
        for (int i = 0; i < bins; i++) {
            double t = (i + 0.5) / bins;
            x[i] = unit * t;
            count[i] = Math.round(
                    60 * Math.exp(-(t - mode) * (t - mode) / (2 * width * width)) + (t > mode ? 6 * (1 - t) : 0));
            y[i] = count[i] / 400.0;
        }
        return new Curve(x, y, count);
    }

    private static Report.RowsToReview rowsToReview() {
        List<Report.RowsToReview.Row> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(new Report.RowsToReview.Row(
                    List.of(
                            String.valueOf(4 + 2 * (i % 3)),
                            String.valueOf(97 + 31 * i),
                            String.valueOf(60 + 9 * i),
                            "diesel, " + i),
                    String.valueOf(18.5 + i),
                    String.valueOf(21.25 - i / 3.0).substring(0, 4),
                    new Uncertainty(20 - i, 12 - i / 2.0, 8 - i / 2.0)));
        }
        return new Report.RowsToReview(
                List.of("cylinders", "displacement", "horsepower", "fuel"), rows, rows.subList(0, 6));
    }

    private static List<MemberTraining> training() {
        Random random = new Random(7);
        List<MemberTraining> members = new ArrayList<>();
        for (int m = 0; m < 5; m++) {
            List<MemberHistory.Epoch> epochs = new ArrayList<>();
            double scale = 1 + 0.15 * random.nextGaussian();
            for (int e = 0; e < 40; e++) {
                double loss = 0.05 + 1.4 * scale * Math.exp(-e / 7.0);
                epochs.add(new MemberHistory.Epoch(
                        loss - 0.1, loss + 0.002 * e + 0.03 * random.nextDouble(), 2 * Math.exp(-e / 9.0) + 0.1, null));
            }
            members.add(new MemberTraining(
                    m,
                    new MemberHistory(
                            epochs,
                            31 + m,
                            160,
                            0.41 + 0.02 * m,
                            0,
                            List.of(
                                    new MemberHistory.LayerHealth(
                                            "hidden.0", 0.031, 0.0042, m == 3 ? 0.56 : 0.04 * m, null),
                                    new MemberHistory.LayerHealth("hidden.1", 0.027, 0.0038, 0.02, null),
                                    new MemberHistory.LayerHealth("output", 0.052, 0.0061, null, null)))));
        }
        return members;
    }

    private static Report.DataSummary data() {
        return new Report.DataSummary(
                "conf/data/auto-mpg.csv",
                "9f2c1e77a0b3",
                List.of(
                        new Report.DataSummary.Column("cylinders", "number", 1, 0, null, 5.47, 1.7, 3.0, 8.0),
                        new Report.DataSummary.Column("horsepower", "number", 2, 6, null, 104.5, 38.5, 46.0, 230.0),
                        new Report.DataSummary.Column("origin", "text", 3, 0, 3, null, null, null, null),
                        new Report.DataSummary.Column("mpg", "label", 0, 0, null, 23.5, 7.82, 9.0, 46.6)));
    }

    private static Report.Run run(String name) {
        JsonNode configuration = JsonRecords.parse("""
                {"data":{"input":"conf/data/auto-mpg.csv","label":"mpg","split":{"validation":0.1,"test":0.1,\
                "seed":1}},\
                "task":"regression","network":{"hidden":[50],"activation":"relu"},\
                "training":{"optimizer":{"name":"adamw","learningRate":0.001},\
                "epochs":40}}""".getBytes(StandardCharsets.UTF_8));
        return new Report.Run(
                name,
                "2026-11-23T15:42:10Z",
                new TreeMap<>(Map.of(
                        "wallSeconds", 21.4, "trainSeconds", 4.31, "stepsPerSecond", 1893.2, "exchangeSeconds", 0.0)),
                new TreeMap<>(Map.of("credence", "0.1.0", "spark", "4.1.0", "java", "17.0.15")),
                configuration);
    }
}
