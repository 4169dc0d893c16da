package io.credence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine-readable output of a benchmark: one JSON object for each case on standard output, and nothing else. */
class BenchOutputTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void gemm_printsOneObjectPerCase_andNothingElse() throws IOException, InterruptedException {
        List<JsonNode> lines = run("gemm", "--shapes", "8x8x8", "--transpositions", "RIGHT", "--iterations", "1");
        assertThat(lines).hasSize(1).allSatisfy(line -> {
            assertThat(line.path("bench").asText()).isEqualTo("gemm");
            assertThat(List.of(
                            line.path("m").asInt(),
                            line.path("n").asInt(),
                            line.path("k").asInt()))
                    .containsOnly(8);
            assertThat(line.path("peer").asText()).isEqualTo("openblas");
            assertThat(line.path("gflops").asDouble()).isPositive();
            assertThat(line.path("peerGflops").asDouble()).isPositive();
            assertThat(line.path("ratio").asDouble()).isPositive();
        });
        assertThat(lines)
                .extracting(line -> line.path("transposition").asText())
                .containsExactly("right");
    }

    private List<JsonNode> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            lines.add(json.readTree(line));
        }
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
