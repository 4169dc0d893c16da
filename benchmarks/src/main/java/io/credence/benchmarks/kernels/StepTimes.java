package io.credence.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What our own step took.
 *
 * @param micros of a step
 * @param inspectedMicros of a step with diagnostics; infinite if none was taken
 * @param bytes that a step allocated; infinite if steps with diagnostics stood between
 */
record StepTimes(double micros, double inspectedMicros, double bytes) {
    static final StepTimes NEVER =
            new StepTimes(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** The least disturbed of two on a machine that others use too; both kinds of step are taken from the same one. */
    StepTimes best(StepTimes other) {
        StepTimes faster = micros <= other.micros ? this : other;
        return new StepTimes(faster.micros, faster.inspectedMicros, Math.min(bytes, other.bytes));
    }

    /**
     * Measures in a JVM of its own; the best iteration counts.
     *
     * @param threads that matrices are multiplied on
     * @param diagnostics whether every other step has them, and the medians of both kinds are taken
     */
    static StepTimes measure(StepNetwork network, int batch, int threads, boolean diagnostics) throws RunnerException {
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
