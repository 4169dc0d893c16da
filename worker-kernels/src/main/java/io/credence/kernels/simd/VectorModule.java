package io.credence.kernels.simd;

/** Whether this JVM was started with the incubating vector module, without which no kernel can run. */
public final class VectorModule {
    /** What a user reads who started Java without the module: which one it is, and the flag to pass. */
    public static final String MISSING = "the module jdk.incubator.vector is missing from this JVM; pass"
            + " --add-modules=jdk.incubator.vector to java (in Spark: spark.driver.extraJavaOptions and"
            + " spark.executor.extraJavaOptions)";

    private VectorModule() {}

    /** Whether the module is there. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * Refuses to go on without the module. Called where the first kernel class is touched, so that a user sees this one
     * message instead of a linkage error from somewhere inside a kernel.
     *
     * @throws NoClassDefFoundError that names the flag to pass
     */
    public static void require() {
        if (!isPresent()) {
            throw new NoClassDefFoundError(MISSING);
        }
    }
}
