package io.credence.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PyTorch, measured by a script that prints a line for each of its ways to train, such as {@code eager ... 319.0 us/member-step}. */
record TorchPeer(Path python, Path script) {
    private static final long NANOS_OF_WORK = 4_000_000_000L;

    /** Guessed to choose a number of steps: a fixed cost, and two floating-point operations in the forward pass and four backward. */
    private static final double NANOS_OF_STEP = 300_000;

    private static final double OPERATIONS_PER_NANO = 60;

    /** The best times of a step. */
    record Step(double eagerMicros, double vmapMicros) {
        static final Step NEVER = new Step(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

        Step best(Step other) {
            return new Step(Math.min(eagerMicros, other.eagerMicros), Math.min(vmapMicros, other.vmapMicros));
        }
    }

    /** @throws IOException if the script fails or prints something else */
    Step measure(int features, int hidden, int layers, int batch) throws IOException, InterruptedException {
        double weights = (double) features * hidden + (double) (layers - 1) * hidden * hidden;
        double nanos = NANOS_OF_STEP + 6 * weights * batch / OPERATIONS_PER_NANO;
        int members = 5;
        long steps = Math.max(5, Math.round(NANOS_OF_WORK / nanos / members));
        List<String> command = List.of(
                python.toString(),
                script.toString(),
                "--features=" + features,
                "--hidden=" + hidden,
                "--layers=" + layers,
                "--batch=" + batch,
                "--members=" + members,
                "--steps=" + steps,
                "--threads=1");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + process.exitValue() + "; it must end with 0");
        }
        return new Step(micros("eager", output), micros("vmap", output));
    }

    private static double micros(String variant, String output) throws IOException {
        Matcher line = Pattern.compile("(?m)^" + variant + "\\b.*?([0-9.]+) us/member-step")
                .matcher(output);
        if (!line.find()) {
            throw new IOException("the peer printed \"" + output + "\"; it must print a line \"" + variant
                    + " ... N us/member-step\"");
        }
        return Double.parseDouble(line.group(1));
    }
}
