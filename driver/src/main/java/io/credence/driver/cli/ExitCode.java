package io.credence.driver.cli;

import io.credence.driver.cli.process.ClassArchive;
import org.apache.spark.SparkUserAppException;

/** The exit codes of the command line, which schedulers rely on. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USER_ERROR = 2;

    /** The system property that spark-submit sets in every driver it starts, in client and in cluster mode. */
    static final String SUBMITTED = "spark.app.submitTime";

    private ExitCode() {}

    /**
     * Ends the main method with an exit code.
     *
     * <p>On success the method returns, because in cluster mode Spark treats an explicit exit of the driver as a
     * failure. On failure under spark-submit it throws Spark's own exception, which sets the exit code in every deploy
     * mode. A plain JVM exits.
     *
     * @throws SparkUserAppException under spark-submit, if the code is not 0
     */
    static void end(int code) throws SparkUserAppException {
        if (code == DONE) {
            ClassArchive.writeIfRequested();
            return;
        }
        if (System.getProperty(SUBMITTED) != null) {
            throw new SparkUserAppException(code, null);
        }
        System.exit(code);
    }
}
