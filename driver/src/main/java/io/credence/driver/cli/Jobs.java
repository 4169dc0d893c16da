package io.credence.driver.cli;

import io.credence.driver.config.Configuration;
import io.credence.driver.score.EvaluateOptions;
import io.credence.driver.score.EvaluateResult;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;

/** What the commands start; each call opens a Spark session and closes it. */
interface Jobs {
    TrainResult train(Configuration configuration, TrainOptions options, Verbosity verbosity);

    ScoreResult score(ScoreOptions options, Verbosity verbosity);

    EvaluateResult evaluate(EvaluateOptions options, Verbosity verbosity);
}
