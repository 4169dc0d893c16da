package io.credence.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The times of a training step of Credence.
 *
 * @param micros the time of a step
 * @param inspectedMicros the time of a step with diagnostics; infinite if not measured
 * @param bytes the bytes allocated in a step; infinite if not measured
 */
record StepTimes(double micros, double inspectedMicros, double bytes) {
    static final StepTimes NOT_MEASURED =
            new StepTimes(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * Returns the less disturbed of two measurements on a shared machine. Both step times come from the same
     * measurement.
     */
    StepTimes best(StepTimes other) {
        StepTimes faster = micros <= other.micros ? this : other;
        return new StepTimes(faster.micros, faster.inspectedMicros, Math.min(bytes, other.bytes));
    }

    /**
     * Measures steps in a separate JVM, and returns the best iteration.
     *
     * @param replicas the number of slices of a batch
     * @param threads the number of threads for matrix products
     * @param diagnostics whether every other step computes diagnostics; then the times are medians of both kinds
     */
    static StepTimes measure(StepNetwork network, int batch, int replicas, int threads, boolean diagnostics)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include(StepBenchmark.class.getName() + (diagnostics ? "\\.pair$" : "\\.step$"))
                .param("features", Integer.toString(network.features()))
                .param("image", network.image())
                .param("convolutions", network.convolutions())
                .param("hidden", Integer.toString(network.hidden()))
                .param("layers", Integer.toString(network.layers()))
                .param("batch", Integer.toString(batch))
                .param("outputs", Integer.toString(network.outputs()))
                .param("normalization", network.normalization().name())
                .param("dropout", Double.toString(network.dropout()))
                .param("categories", Integer.toString(network.categories()))
                .param("slices", Integer.toString(replicas))
                .param("threads", Integer.toString(threads))
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(1000))
                .measurementIterations(8)
                .measurementTime(TimeValue.milliseconds(500))
                .timeUnit(TimeUnit.MICROSECONDS);
        return ForkedJvm.run(options).stream()
                .map(iteration -> diagnostics ? ofPairs(iteration) : ofSteps(iteration))
                .reduce(StepTimes::best)
                .orElseThrow();
    }

    private static StepTimes ofSteps(IterationResult iteration) {
        return new StepTimes(
                iteration.getPrimaryResult().getScore(),
                Double.POSITIVE_INFINITY,
                counter(iteration, "bytes") / counter(iteration, "steps"));
    }

    private static StepTimes ofPairs(IterationResult iteration) {
        return new StepTimes(
                counter(iteration, "plainMicros"), counter(iteration, "inspectedMicros"), Double.POSITIVE_INFINITY);
    }

    private static double counter(IterationResult iteration, String name) {
        return iteration.getSecondaryResults().get(name).getScore();
    }
}
