package io.credence.driver.allreduce.transport;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The endpoint that the tasks of this executor share. The first task that needs it opens it, and the last one closes
 * it. So no port is open while no gang runs, and none outlives its Spark environment.
 */
final class ExecutorEndpoint {
    /** The instance of this executor process. Tasks of an executor can share state only through a static field. */
    static final ExecutorEndpoint OF_THIS_EXECUTOR = new ExecutorEndpoint();

    private static final String PORT = "spark.credence.exchange.port";

    private Endpoint endpoint;
    private int tasks;

    private ExecutorEndpoint() {}

    /** Returns the endpoint, to be released by one call of {@link #release}. */
    synchronized Endpoint acquire(SparkEnv environment) {
        if (endpoint == null) {
            SparkConf conf = environment.conf();
            String host = environment.blockManager().blockManagerId().host();
            endpoint = new Endpoint(conf, environment.securityManager(), host, conf.getInt(PORT, 0));
        }
        tasks++;
        return endpoint;
    }

    /** Releases the endpoint for one task. */
    synchronized void release() {
        if (--tasks == 0) {
            endpoint.close();
            endpoint = null;
        }
    }
}
