package io.credence.driver.allreduce;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The endpoint that the tasks of this executor share. It is opened by the first task that needs one and closed when the last has left, so
 * there is no port open where no gang is at work, and none outlives its Spark environment.
 */
final class ExecutorEndpoint {
    /** One per executor, that is per process: what the tasks of an executor share has no other place to be. */
    static final ExecutorEndpoint OF_THIS_EXECUTOR = new ExecutorEndpoint();

    private static final String PORT = "spark.credence.exchange.port";

    private Endpoint endpoint;
    private int tasks;

    private ExecutorEndpoint() {}

    /** The endpoint for one more task. */
    synchronized Endpoint enter(SparkEnv environment) {
        if (endpoint == null) {
            SparkConf conf = environment.conf();
            String host = environment.blockManager().blockManagerId().host();
            endpoint = new Endpoint(conf, environment.securityManager(), host, conf.getInt(PORT, 0));
        }
        tasks++;
        return endpoint;
    }

    /** One task needs it no longer. */
    synchronized void leave() {
        if (--tasks == 0) {
            endpoint.close();
            endpoint = null;
        }
    }
}
