package io.credence.kernels.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The steady state of training: vectors live in registers once the code is compiled, and from then on no step may allocate. What the
 * compiler makes of a kernel depends on all that has run before, hence the published networks each in a fresh machine, and the others one
 * after the other in this one.
 */
class AllocationTest {
    @ParameterizedTest
    @EnumSource(names = {"SMALL", "MIDDLE", "LARGE", "BATCH_NORMALIZED"})
    void step_onceCompiledInAFreshMachine_allocatesNothing(AllocationCase network)
            throws IOException, InterruptedException {
        assertThat(watchInAFreshMachine(network.name())).isEqualTo("calm");
    }

    @Test
    void step_afterOtherVectorCodeInTheMachine_allocatesNothing() throws IOException, InterruptedException {
        assertThat(watchInAFreshMachine(AllocationCase.MIDDLE.name(), AllocationCase.AFTER_OTHERS))
                .isEqualTo("calm");
    }

    private static String watchInAFreshMachine(String network, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                // The large network would otherwise take minutes to call its loss as often as the compiler wants to
                // see.
                "-XX:CompileThresholdScaling=" + (network.equals(AllocationCase.LARGE.name()) ? 0.1 : 1),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                AllocationCase.class.getName(),
                network));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SMALL", "MIDDLE", "LARGE"})
    void step_onceCompiledAfterOthers_allocatesNothing(AllocationCase network) {
        assertThat(network.watch()).isEqualTo("calm");
    }
}
