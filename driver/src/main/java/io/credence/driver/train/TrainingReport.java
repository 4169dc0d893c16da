package io.credence.driver.train;

import io.credence.driver.config.Configuration;
import io.credence.driver.data.PreparedData;
import io.credence.driver.report.ReportDirectory;
import io.credence.driver.score.AddedColumns;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.model.Provenance;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.report.MemberTraining;
import io.credence.ensemble.report.Report;
import io.credence.ensemble.training.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The report of a training run, assembled from its data, members, model and scores. */
final class TrainingReport {
    private final Configuration configuration;
    private final PreparedData data;
    private final List<Member> members;
    private final EnsembleModel model;
    private final Provenance provenance;
    private final List<String> warnings = new ArrayList<>();
    private Report.RowsToReview review;

    TrainingReport(
            Configuration configuration,
            PreparedData data,
            List<Member> members,
            EnsembleModel model,
            Provenance provenance) {
        this.configuration = configuration;
        this.data = data;
        this.members = members;
        this.model = model;
        this.provenance = provenance;
        warnings.addAll(data.warnings());
        warnings.addAll(configuration.training().warnings(data.train().rows()));
        warnings.addAll(AddedColumns.warnings(
                configuration.likelihood(), data.keyColumns().names()));
        members.stream()
                .filter(member -> member.attempt() > 0)
                .forEach(member ->
                        warnings.add("Member " + member.index() + " diverged and was restarted with another seed."));
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    void review(Report.RowsToReview rows) {
        review = rows;
    }

    void write(
            ReportDirectory directory,
            String name,
            Optional<SplitScores> validation,
            Optional<SplitScores> test,
            SortedMap<String, Double> timing)
            throws IOException {
        Report report = new Report(
                modelSummary(),
                new Report.Rows(
                        data.train().rows(),
                        data.validation().rows(),
                        data.test().rows(),
                        configuration.data().split().folds(),
                        data.splitSentence()),
                new Report.Evaluations(
                        test.map(SplitScores::calibrated).orElse(null),
                        test.map(SplitScores::uncalibrated).orElse(null),
                        validation.map(SplitScores::calibrated).orElse(null)),
                null,
                review,
                members.stream()
                        .map(member -> new MemberTraining(member.index(), member.history()))
                        .toList(),
                dataSummary(),
                new Report.Run(name, provenance.created(), timing, provenance.versions(), provenance.configuration()),
                warnings);
        directory.write(report);
    }

    private Report.Model modelSummary() {
        return new Report.Model(
                model.task(),
                model.loss(),
                model.posterior(),
                members.get(0).parameters().length,
                model.calibration(),
                model.conformal(),
                model.encoding().label().name(),
                model.labels());
    }

    private Report.DataSummary dataSummary() {
        return new Report.DataSummary(
                configuration.data().name(),
                data.fingerprint().toString(),
                data.columns().stream()
                        .map(column -> new Report.DataSummary.Column(
                                column.name(),
                                column.kind(),
                                column.encoded(),
                                column.missing(),
                                column.distinct(),
                                column.mean(),
                                column.standardDeviation(),
                                column.minimum(),
                                column.maximum()))
                        .toList());
    }
}
