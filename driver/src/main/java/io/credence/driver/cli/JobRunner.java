package io.credence.driver.cli;

import io.credence.driver.config.Configuration;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.model.ModelDescription;
import java.io.IOException;

/** The jobs that commands run. Methods with a verbosity open a Spark session and close it. */
interface JobRunner {
    TrainResult train(Configuration configuration, TrainOptions options, Verbosity verbosity) throws IOException;

    ScoreResult score(ScoreOptions options, Verbosity verbosity) throws IOException;

    EvaluateResult evaluate(EvaluateOptions options, Verbosity verbosity) throws IOException;

    /** Reads the description of the model in a directory. */
    ModelDescription describe(String model) throws IOException;
}
