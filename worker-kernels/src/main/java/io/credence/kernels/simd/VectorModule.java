package io.credence.kernels.simd;

/** The incubating vector module, without which no kernel can run. */
public final class VectorModule {
    /** The error message for a user who started Java without the module. It names the module and the flag to pass. */
    public static final String MISSING = "the module jdk.incubator.vector is missing from this JVM; pass"
            + " --add-modules=jdk.incubator.vector to java (in Spark: spark.driver.extraJavaOptions and"
            + " spark.executor.extraJavaOptions)";

    private VectorModule() {}

    /** Returns whether this JVM was started with the module. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * Fails if the module is missing. The first kernel class that a program touches calls this, so that a user reads
     * one clear message instead of a linkage error from inside a kernel.
     *
     * @throws NoClassDefFoundError with a message that names the flag to pass
     */
    public static void require() {
        if (!isPresent()) {
            throw new NoClassDefFoundError(MISSING);
        }
    }
}
