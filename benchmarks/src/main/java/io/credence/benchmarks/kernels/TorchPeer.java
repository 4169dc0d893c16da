package io.credence.benchmarks.kernels;

import io.credence.kernels.layer.Normalization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PyTorch, measured by a script that prints one line for each mode of training, such as
 * {@code eager ... 319.0 us/member-step}.
 */
record TorchPeer(Path python, Path script) {
    private static final long NANOS_PER_RUN = 4_000_000_000L;

    /**
     * The fixed part of the estimated time of a step, which determines the number of steps. Each multiplication adds
     * two operations forward and four backward.
     */
    private static final double FIXED_NANOS_PER_STEP = 300_000;

    private static final double OPERATIONS_PER_NANO = 60;

    private static final int MEMBERS = 5;

    /**
     * The best times of a step.
     *
     * @param vmapMicros the best time with vmap; infinite if the script does not support vmap
     */
    record Step(double eagerMicros, double vmapMicros) {
        static final Step NOT_MEASURED = new Step(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

        Step best(Step other) {
            return new Step(Math.min(eagerMicros, other.eagerMicros), Math.min(vmapMicros, other.vmapMicros));
        }
    }

    /** @throws IOException if the script fails or its output is malformed */
    Step measure(StepNetwork network, int batch) throws IOException, InterruptedException {
        List<String> command = command(network, batch);
        String output = output(command);
        double eager = micros("eager", output);
        if (eager == Double.POSITIVE_INFINITY) {
            throw new IOException("the PyTorch script printed \"" + output
                    + "\"; it must print a line"
                    + " \"eager ... N us/member-step\"");
        }
        return new Step(eager, micros("vmap", output));
    }

    /**
     * Runs a command and returns its standard output.
     *
     * @throws IOException if the command fails
     */
    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    String.join(" ", command) + " exited with " + process.exitValue() + "; it must exit with 0");
        }
        return output;
    }

    /** Returns the command. The script's defaults are dense layers with a mean and a variance as outputs. */
    private List<String> command(StepNetwork network, int batch) {
        double nanos = FIXED_NANOS_PER_STEP + 6 * network.multiplications() * batch / OPERATIONS_PER_NANO;
        long steps = Math.max(5, Math.round(NANOS_PER_RUN / nanos / MEMBERS));
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                script.toString(),
                "--features=" + network.features(),
                "--hidden=" + network.hidden(),
                "--layers=" + network.layers(),
                "--batch=" + batch,
                "--members=" + MEMBERS,
                "--steps=" + steps,
                "--threads=1"));
        if (!network.image().isEmpty()) {
            command.add("--image=" + network.image());
            command.add("--convolutions=" + network.convolutions());
        }
        if (!network.isRegression()) {
            command.add("--outputs=" + network.outputs());
        }
        if (network.normalization() != Normalization.NONE) {
            command.add("--normalization=" + NormalizationNames.of(network.normalization()));
        }
        if (network.dropout() > 0) {
            command.add("--dropout=" + network.dropout());
        }
        return command;
    }

    private static double micros(String variant, String output) {
        Matcher line = Pattern.compile("(?m)^" + variant + "\\b.*?([0-9.]+) us/member-step")
                .matcher(output);
        return line.find() ? Double.parseDouble(line.group(1)) : Double.POSITIVE_INFINITY;
    }
}
