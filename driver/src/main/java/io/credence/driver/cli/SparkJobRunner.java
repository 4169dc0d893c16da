package io.credence.driver.cli;

import io.credence.driver.cli.process.UserErrorFilter;
import io.credence.driver.config.Configuration;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.model.ModelStore;
import io.credence.driver.monitor.CredencePlugin.Display;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.model.ModelDescription;
import java.io.IOException;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Runs each job in a new Spark session. */
final class SparkJobRunner implements JobRunner {
    @Override
    public TrainResult train(Configuration configuration, TrainOptions options, Verbosity verbosity)
            throws IOException {
        return inSession("credence train", verbosity, spark -> new TrainJob(spark).run(configuration, options));
    }

    @Override
    public ScoreResult score(ScoreOptions options, Verbosity verbosity) throws IOException {
        return inSession("credence score", verbosity, spark -> new ScoreJob(spark).run(options));
    }

    @Override
    public EvaluateResult evaluate(EvaluateOptions options, Verbosity verbosity) throws IOException {
        return inSession("credence evaluate", verbosity, spark -> new EvaluateJob(spark).run(options));
    }

    @Override
    public ModelDescription describe(String model) throws IOException {
        return new ModelStore(SparkHadoopUtil.get().conf()).describe(model);
    }

    private static <R> R inSession(String name, Verbosity verbosity, SparkWork<R> work) throws IOException {
        Display display = verbosity == Verbosity.QUIET ? Display.NONE : Display.AUTO;
        if (verbosity != Verbosity.VERBOSE) {
            UserErrorFilter.install();
        }
        try (SparkSession spark = SparkSessions.open(name, display)) {
            return work.run(spark);
        }
    }

    /** Work to do in a session. */
    @FunctionalInterface
    private interface SparkWork<R> {
        R run(SparkSession spark) throws IOException;
    }
}
