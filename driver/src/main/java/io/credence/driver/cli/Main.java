package io.credence.driver.cli;

/** What {@code bin/credence} and spark-submit start. */
public final class Main {
    private Main() {}

    /** Runs one command; the process ends with 0 when it is done, 2 for the user's mistake, 1 for anything else. */
    public static void main(String[] args) {
        int exitCode = Cli.run(Cli.of(new SparkJobs()), args);
        // A cluster manager takes a main method that returns for success; exiting would only hide it.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
