package io.credence.driver;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Lists every class of ours, and of Spark's where Spark's own list has gaps, that Kryo carries between driver and
 * executors. Credence runs with {@code spark.kryo.registrationRequired=true}: a class that is not listed is an error
 * that names it, not a silent hundred bytes a record.
 *
 * <p>Both ends number the classes by their place in the list, so driver and executors must run the same jar.
 */
public final class CredenceKryoRegistrator implements KryoRegistrator {
    /** Classes that Spark's serializer does not register, some of them private to Spark: by name. */
    private static final String[] OF_SPARK = {};

    @Override
    public void registerClasses(Kryo kryo) {
        for (String name : OF_SPARK) {
            kryo.register(named(name, kryo.getClassLoader()));
        }
    }

    private static Class<?> named(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is not in this version of Spark", e);
        }
    }
}
