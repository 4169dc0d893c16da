package io.credence.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape that all kernels of this JVM use. It is the machine's widest, unless the system property {@value #PROPERTY}
 * names another; results are the same bits at every width.
 */
public final class Lanes {
    static final String PROPERTY = "credence.vectorBits";

    /** Constant for the compiler: kernels are specialised for it. */
    public static final VectorSpecies<Float> FLOATS = species();

    public static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

    /** Floats in a vector: 4, 8 or 16. */
    public static final int COUNT = FLOATS.length();

    /**
     * Partial sums are kept in this many virtual lanes, whatever the machine has: element i of a run belongs to lane i mod
     * 16. That gives a sum one shape on all machines.
     */
    public static final int VIRTUAL = 16;

    static {
        KernelCompilation.direct();
        VectorWarmUp.run();
    }

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        String bits = System.getProperty(PROPERTY, "widest");
        return switch (bits) {
            case "widest" -> atMost512(FloatVector.SPECIES_MAX);
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException(
                        "the system property " + PROPERTY + " is " + bits + "; it must be widest, 128, 256 or 512");
        };
    }

    /**
     * The widest species, which is of a class of its own even where another one is as wide, is the one that netlib uses, and with it spark.ml. On
     * Java 17 the compiler knows a vector's class from what it has seen in the shared methods of the Vector API: if it has seen two, vectors
     * become objects on the heap.
     */
    private static VectorSpecies<Float> atMost512(VectorSpecies<Float> widest) {
        if (widest.length() > VIRTUAL) {
            return FloatVector.SPECIES_512;
        }
        return widest.length() < FloatVector.SPECIES_128.length() ? FloatVector.SPECIES_128 : widest;
    }
}
