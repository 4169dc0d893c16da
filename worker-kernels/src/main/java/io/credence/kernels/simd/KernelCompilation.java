package io.credence.kernels.simd;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Compiler directives for the kernels, passed to HotSpot before it compiles any of them.
 *
 * <p>A vector stays in a register only if the loop and every method that the vector passes through are compiled as one
 * unit. Left alone, HotSpot decides what to inline based on what the program has run so far. It may inline a loop into
 * a large caller, exhaust its inlining budget there, and call a polynomial that it would otherwise inline. Every vector
 * that such a call takes or returns becomes an object on the heap. Loops are therefore never inlined, at the cost of
 * one call each, and the methods that they apply to a vector are always inlined. {@link io.credence.kernels.simd}
 * describes the consequences for the source code.
 *
 * <p>The directives are those of {@code jcmd PID Compiler.directives_add} (JEP 165). They are passed through the
 * virtual machine's own management bean, because a library cannot add to the command line of a Spark executor. They
 * apply only to code of this project.
 */
final class KernelCompilation {
    /**
     * The classes whose methods are loops over arrays, by path below this package. None of these methods takes or
     * returns a vector. The classes are listed by name, because this package must not depend on the packages below it.
     */
    static final List<String> LOOPS = List.of(
            "distance/Distances",
            "distance/Triplets",
            "elementwise/ActivationLoops",
            "elementwise/Broadcasting",
            "elementwise/DerivativeLoops",
            "elementwise/Elementwise",
            "elementwise/Waves",
            "image/Patches",
            "image/WindowPooling",
            "mixture/QuantileLoops",
            "noise/GaussianNoise",
            "noise/InvertedDropout",
            "noise/RandomBits",
            "product/BlockLoops",
            "product/DotProducts",
            "product/NarrowProduct",
            "product/Packing",
            "reduction/CentredDots",
            "reduction/ColumnNormalization",
            "reduction/ColumnSums",
            "reduction/ReductionLoops",
            "reduction/RowNormalization",
            "reduction/Softmax",
            "update/UpdateLoops");

    /** The classes whose methods operate on vectors that a loop holds. */
    static final List<String> STEPS = List.of("LaneSums", "VectorMath");

    private KernelCompilation() {}

    /**
     * Adds the directives. If the virtual machine does not accept them, this only logs the fact; kernels may then be
     * slower.
     */
    static void addDirectives() {
        try {
            Path file = Files.createTempFile("credence-kernels", ".json");
            try {
                Files.writeString(file, directives());
                add(file);
            } finally {
                Files.delete(file);
            }
        } catch (InstanceNotFoundException e) {
            log().log(Logger.Level.DEBUG, "this virtual machine is not HotSpot and accepts no compiler directives");
        } catch (IOException | JMException e) {
            log().log(
                            Logger.Level.WARNING,
                            "could not add the compiler directives of the kernels; kernels may be slower",
                            e);
        }
    }

    private static void add(Path file) throws JMException {
        MBeanServer machine = ManagementFactory.getPlatformMBeanServer();
        Object answer = machine.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesAdd",
                new Object[] {new String[] {file.toString()}},
                new String[] {String[].class.getName()});
        if (!String.valueOf(answer).contains("1 compiler directives added")) {
            log().log(
                            Logger.Level.WARNING,
                            "HotSpot rejected the compiler directives of the kernels; kernels may be slower: {0}",
                            answer);
        }
    }

    /** Returns the directives in the language of JEP 165. */
    static String directives() {
        String inline = Stream.concat(
                        LOOPS.stream().map(loops -> "-" + pattern(loops)),
                        STEPS.stream().map(steps -> "+" + pattern(steps)))
                .map(pattern -> '"' + pattern + '"')
                .collect(Collectors.joining(", "));
        return "[{match: [\"io/credence/*.*\"], c2: {inline: [" + inline + "]}}]\n";
    }

    private static String pattern(String name) {
        return KernelCompilation.class.getPackageName().replace('.', '/') + '/' + name + ".*";
    }

    private static Logger log() {
        return System.getLogger(KernelCompilation.class.getName());
    }
}
