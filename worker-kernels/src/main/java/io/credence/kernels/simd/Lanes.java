package io.credence.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of all kernels in this JVM: the machine's widest, unless the system property {@value #PROPERTY}
 * names another. Results have the same bits at every width. Internal to the kernels: public only for the packages
 * below this one.
 */
public final class Lanes {
    static final String PROPERTY = "credence.vectorBits";

    /** The species of float vectors. The compiler treats it as a constant and specialises kernels for it. */
    public static final VectorSpecies<Float> FLOATS = species();

    /** The species of int vectors with the same number of lanes. */
    public static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

    /** The species of double vectors of the same shape, with half as many lanes. */
    public static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);

    /** The number of floats in a vector: 4, 8 or 16. */
    public static final int COUNT = FLOATS.length();

    /**
     * The number of virtual lanes of a sum, whatever the vector width: element i of a run belongs to lane i mod 16. A
     * sum therefore has one order on all machines.
     */
    public static final int VIRTUAL = 16;

    static {
        KernelCompilation.addDirectives();
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
     * Returns the widest species, limited to 512 bits.
     *
     * <p>SPECIES_MAX has its own class, even if another species is as wide, and netlib (hence spark.ml) uses it.
     * On Java 17 the compiler infers a vector's class from what it has seen in the shared methods of the Vector API.
     * If it has seen two classes, vectors become objects on the heap.
     */
    private static VectorSpecies<Float> atMost512(VectorSpecies<Float> widest) {
        if (widest.length() > VIRTUAL) {
            return FloatVector.SPECIES_512;
        }
        return widest.length() < FloatVector.SPECIES_128.length() ? FloatVector.SPECIES_128 : widest;
    }
}
