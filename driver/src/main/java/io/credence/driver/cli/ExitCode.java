package io.credence.driver.cli;

import org.apache.spark.SparkUserAppException;

/** What a scheduler is told; part of the contract with users. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USERS_MISTAKE = 2;

    /** Set by spark-submit in every driver that it starts, here or in the cluster. */
    static final String SUBMITTED = "spark.app.submitTime";

    private ExitCode() {}

    /**
     * Ends the main method with an exit code.
     *
     * <p>Success returns, because an exit inside a driver that runs in the cluster counts as a failure there. Failure under
     * spark-submit is Spark's own exception for it, which gives the code in every deploy mode; a plain JVM exits.
     *
     * @throws SparkUserAppException under spark-submit, if the code is not 0
     */
    static void end(int code) throws SparkUserAppException {
        if (code == DONE) {
            return;
        }
        if (System.getProperty(SUBMITTED) != null) {
            throw new SparkUserAppException(code, null);
        }
        System.exit(code);
    }
}
