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

/** The one place where the command line makes a Spark session. What the user or spark-submit has set is kept. */
public final class SparkSessions {
    private SparkSessions() {}

    /**
     * A session with Kryo, registration required, and our plugin.
     *
     * @param name the application's name, as the cluster manager and the Spark UI show it, unless spark-submit was given one
     * @param progress how training shows its progress on standard error
     * @throws UserException if this JVM cannot run a kernel, before anything is started
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
        // A barrier stage that finds too few slots, because an executor was lost just now, looks again after a second,
        // not after fifteen.
        conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
        append(conf, "spark.kryo.registrator", CredenceKryoRegistrator.class);
        append(conf, "spark.plugins", CredencePlugin.class);
        conf.set(CredencePlugin.DISPLAY, progress.name());
        return conf;
    }

    /** spark-submit calls an application by its main class when it was given no name. */
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
