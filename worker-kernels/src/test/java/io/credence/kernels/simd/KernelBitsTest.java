package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Runs every kernel in JVMs of several configurations, including the default of this machine, and compares the
 * results.
 */
class KernelBitsTest {
    /** The environment variable with the home of another JDK to compare with. */
    private static final String OTHER_JAVA = "CREDENCE_OTHER_JAVA_HOME";

    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void everyKernel_atAnyWidthColdWarmInterpretedOrThreaded_givesTheSameBits() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Map<String, List<String>> commands = new TreeMap<>();
        commands.put("widest, warm", command(java, 1, 4));
        commands.put("128 bits, two threads", command(java, 2, 0, "-Dcredence.vectorBits=128"));
        commands.put("256 bits, warm, two threads", command(java, 2, 4, "-Dcredence.vectorBits=256"));
        commands.put("512 bits", command(java, 1, 0, "-Dcredence.vectorBits=512"));
        commands.put("128 bits, interpreted", command(java, 1, 0, "-Dcredence.vectorBits=128", "-Xint"));
        commands.put("512 bits, interpreted", command(java, 2, 0, "-Dcredence.vectorBits=512", "-Xint"));
        String other = System.getenv(OTHER_JAVA);
        if (other != null) {
            commands.put("another JDK, warm", command(Path.of(other, "bin", "java"), 2, 4));
        }
        Map<String, String> found = new ConcurrentHashMap<>();
        commands.entrySet().parallelStream().forEach(command -> found.put(command.getKey(), run(command.getValue())));
        assertThat(found.values()).as(found.toString()).containsOnly(found.get("512 bits"));
    }

    private static List<String> command(Path java, int threads, int seconds, String... options) {
        List<String> command = new ArrayList<>(List.of(java.toString(), MODULE));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), KernelFingerprint.class.getName()));
        command.addAll(List.of(Integer.toString(threads), Integer.toString(seconds)));
        return command;
    }

    private static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another JVM ran", e);
        }
    }
}
