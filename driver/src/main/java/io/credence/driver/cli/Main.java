package io.credence.driver.cli;

import org.apache.spark.SparkUserAppException;

/** What {@code bin/credence} and spark-submit start. */
public final class Main {
    private Main() {}

    /**
     * Runs one command; the process ends with 0 when it is done, 2 for the user's mistake, 1 for anything else.
     *
     * @param args the command and its arguments
     * @throws SparkUserAppException under spark-submit, if the exit code is not 0
     */
    public static void main(String[] args) throws SparkUserAppException {
        ExitCode.end(Cli.run(Cli.of(new SparkJobRunner()), args));
    }
}
