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
 * Tells HotSpot how the kernels want to be compiled, before it compiles any.
 *
 * <p>A vector stays in a register only if the loop and everything that the vector passes through become one piece of machine code.
 * Left alone, the compiler decides that by what it has seen of the program so far: it inlines a loop into a large caller, finds that
 * its patience is used up there, and calls a polynomial that it would else have inlined, so that every vector which goes in or comes
 * out becomes an object on the heap. So loops are never inlined, which costs a call each, and what they apply to a vector always is.
 *
 * <p>The directives are those of {@code jcmd PID Compiler.directives_add} (JEP 165), given through the virtual machine's own
 * management bean, because a library cannot add to the command line of a Spark executor. They hold for code of this project only.
 */
final class KernelCompilation {
    /**
     * The classes whose methods are loops over arrays, by their path below this package: no vector goes in or comes out. They are named, not
     * referred to, because the packages below depend on this one.
     */
    static final List<String> LOOPS = List.of(
            "distance/Distances",
            "distance/Triplets",
            "elementwise/ActivationLoops",
            "elementwise/Broadcasting",
            "elementwise/DerivativeLoops",
            "elementwise/Elementwise",
            "image/Patches",
            "image/WindowPooling",
            "noise/GaussianNoise",
            "noise/InvertedDropout",
            "noise/RandomBits",
            "product/DotProducts",
            "product/NarrowProduct",
            "product/Packing",
            "product/PairBlocks",
            "product/QuadBlocks",
            "reduction/CentredDots",
            "reduction/ColumnNormalization",
            "reduction/ColumnSums",
            "reduction/ReductionLoops",
            "reduction/RowNormalization",
            "reduction/Softmax",
            "update/UpdateLoops");

    /** The classes whose methods work on vectors that a loop holds. */
    static final List<String> STEPS = List.of("LaneSums", "VectorMath");

    private KernelCompilation() {}

    /** Has no effect, but for a warning, where the virtual machine does not take the directives; the kernels may then be slower. */
    static void direct() {
        try {
            Path file = Files.createTempFile("credence-kernels", ".json");
            try {
                Files.writeString(file, directives());
                tell(file);
            } finally {
                Files.delete(file);
            }
        } catch (InstanceNotFoundException e) {
            log().log(Logger.Level.DEBUG, "this virtual machine is not HotSpot and takes no compiler directives");
        } catch (IOException | JMException e) {
            log().log(Logger.Level.WARNING, "the compiler was not told how to compile kernels; they may be slower", e);
        }
    }

    private static void tell(Path file) throws JMException {
        MBeanServer machine = ManagementFactory.getPlatformMBeanServer();
        Object answer = machine.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesAdd",
                new Object[] {new String[] {file.toString()}},
                new String[] {String[].class.getName()});
        if (!String.valueOf(answer).contains("1 compiler directives added")) {
            log().log(Logger.Level.WARNING, "the compiler refused to be told how to compile kernels: {0}", answer);
        }
    }

    /** In the language of JEP 165. */
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
