package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.incubator.vector.Vector;
import org.junit.jupiter.api.Test;

class KernelCompilationTest {
    /** Classes that hold vectors as constants, or use them once before anything is compiled. */
    private static final List<String> NOT_KERNELS = List.of("Lanes", "VectorWarmUp");

    @Test
    void directives_beforeTheFirstKernelRuns_areAcceptedByTheVirtualMachine() throws JMException {
        assertThat(Lanes.COUNT).isPositive();
        Object directives = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        new Object[0],
                        new String[0]);
        assertThat(directives.toString())
                .contains("matching: io/credence/*.*")
                .contains("-io/credence/kernels/simd/elementwise/ActivationLoops.*")
                .contains("+io/credence/kernels/simd/VectorMath.*");
    }

    @Test
    void everyClassThatUsesVectors_isListedUnderLoopsOrSteps() throws IOException, URISyntaxException {
        List<String> listed = Stream.of(KernelCompilation.LOOPS, KernelCompilation.STEPS, NOT_KERNELS)
                .flatMap(List::stream)
                .toList();
        assertThat(classesThatUseVectors()).containsExactlyInAnyOrderElementsOf(listed);
    }

    /** A vector that a loop takes or returns would be an object on the heap. */
    @Test
    void loops_takeAndReturnNoVectors() throws ClassNotFoundException {
        for (String loops : KernelCompilation.LOOPS) {
            String name = Lanes.class.getPackageName() + "." + loops.replace('/', '.');
            for (Method method : Class.forName(name).getDeclaredMethods()) {
                Stream<Class<?>> types =
                        Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()));
                assertThat(types).as("types of %s", method).noneMatch(Vector.class::isAssignableFrom);
            }
        }
    }

    private static List<String> classesThatUseVectors() throws IOException, URISyntaxException {
        Path folder = Path.of(Lanes.class.getResource("Lanes.class").toURI()).getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(KernelCompilationTest::namesAVector)
                    .map(file -> folder.relativize(file).toString().replace(".class", ""))
                    .collect(Collectors.toList());
        }
    }

    private static boolean namesAVector(Path classFile) {
        try {
            String bytes = new String(Files.readAllBytes(classFile), StandardCharsets.ISO_8859_1);
            return bytes.contains("jdk/incubator/vector/FloatVector")
                    || bytes.contains("jdk/incubator/vector/DoubleVector")
                    || bytes.contains("jdk/incubator/vector/IntVector");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
