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

/** What the commands start. A call that takes a verbosity opens a Spark session and closes it. */
interface JobRunner {
    TrainResult train(Configuration configuration, TrainOptions options, Verbosity verbosity) throws IOException;

    ScoreResult score(ScoreOptions options, Verbosity verbosity) throws IOException;

    EvaluateResult evaluate(EvaluateOptions options, Verbosity verbosity) throws IOException;

    /** What the model in a directory is. */
    ModelDescription describe(String model) throws IOException;
}
