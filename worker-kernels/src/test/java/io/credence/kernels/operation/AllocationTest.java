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
 * The steady state of training: once the code is compiled, vectors live in registers, and no step may allocate. The
 * compiled code of a kernel depends on everything that ran before. Therefore, each network with published speeds runs
 * in a fresh virtual machine, and the others run in sequence in this one.
 */
class AllocationTest {
    @ParameterizedTest
    @EnumSource(names = {"SMALL", "MEDIUM", "LARGE", "BATCH_NORMALIZED"})
    void compiledStep_inAFreshJvm_allocatesNothing(AllocationCase network) throws IOException, InterruptedException {
        assertThat(monitorInAFreshJvm(network.name())).isEqualTo("nothing allocated");
    }

    @Test
    void compiledStep_afterOtherVectorCode_allocatesNothing() throws IOException, InterruptedException {
        assertThat(monitorInAFreshJvm(AllocationCase.MEDIUM.name(), AllocationCase.AFTER_OTHERS))
                .isEqualTo("nothing allocated");
    }

    private static String monitorInAFreshJvm(String network, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                // Otherwise, the large network takes minutes to call its loss often enough to be compiled.
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
            names = {"SMALL", "MEDIUM", "LARGE"})
    void compiledStep_afterOtherNetworks_allocatesNothing(AllocationCase network) {
        assertThat(network.monitor()).isEqualTo("nothing allocated");
    }
}
