package io.credence.driver.cli;

import io.credence.driver.UserException;
import io.credence.driver.kryo.CredenceKryoRegistrator;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.kernels.simd.VectorModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;

/** Creates the Spark sessions of the command line. Settings from the user or spark-submit take precedence. */
public final class SparkSessions {
    private SparkSessions() {}

    /**
     * Opens a session with the Credence plugin, and with Kryo serialisation that requires registration.
     *
     * @param name the application's name, as shown by the cluster manager and the Spark UI; ignored if spark-submit
     *     was given a name
     * @param progress how training displays its progress on standard error
     * @throws UserException if this JVM lacks the vector module
     */
    public static SparkSession open(String name, CredencePlugin.Display progress) {
        if (!VectorModule.isPresent()) {
            throw new UserException(VectorModule.MISSING);
        }
        return SparkSession.builder()
                .config(completed(new SparkConf(), name, progress))
                .getOrCreate();
    }

    static SparkConf completed(SparkConf conf, String name, CredencePlugin.Display progress) {
        conf.setIfMissing("spark.master", "local[*]");
        if (isNamedByClass(conf)) {
            conf.setAppName(name);
        }
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.serializer", KryoSerializer.class.getName());
        conf.setIfMissing("spark.kryo.registrationRequired", "true");
        // If a barrier stage finds too few slots, because an executor was just lost, Spark tries again after 1 s
        // instead of 15 s.
        conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
        append(conf, "spark.kryo.registrator", CredenceKryoRegistrator.class);
        append(conf, "spark.plugins", CredencePlugin.class);
        conf.set(CredencePlugin.DISPLAY, progress.name());
        return conf;
    }

    /** Without a name, spark-submit names an application after its main class. */
    private static boolean isNamedByClass(SparkConf conf) {
        return conf.get("spark.app.name", "").isEmpty()
                || conf.get("spark.app.name").startsWith(SparkSessions.class.getPackageName());
    }

    private static void append(SparkConf conf, String key, Class<?> type) {
        List<String> names = new ArrayList<>(Arrays.asList(conf.get(key, "").split(",")));
        names.removeIf(String::isBlank);
        if (!names.contains(type.getName())) {
            names.add(type.getName());
        }
        conf.set(key, String.join(",", names));
    }
}
