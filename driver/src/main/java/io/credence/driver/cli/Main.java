package io.credence.driver.cli;

import org.apache.spark.SparkUserAppException;

/** The main class, started by {@code bin/credence} and by spark-submit. */
public final class Main {
    private Main() {}

    /**
     * Runs one command. The exit code is 0 on success, 2 for a user error, 1 for any other failure.
     *
     * @param args the command and its arguments
     * @throws SparkUserAppException under spark-submit, if the exit code is not 0
     */
    public static void main(String[] args) throws SparkUserAppException {
        ExitCode.end(Cli.run(Cli.of(new SparkJobRunner()), args));
    }
}
