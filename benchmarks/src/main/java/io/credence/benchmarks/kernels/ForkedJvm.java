package io.credence.benchmarks.kernels;

import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks in a separate JVM. */
final class ForkedJvm {
    private ForkedJvm() {}

    /**
     * Runs one benchmark. The output of its JVM goes to standard error, because standard output is reserved for
     * results.
     *
     * @param options a single benchmark with one value for each parameter
     */
    static Collection<IterationResult> run(ChainedOptionsBuilder options) throws RunnerException {
        var built = options.forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(built, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT))
                .runSingle()
                .getAggregatedResult()
                .getIterationResults();
    }

    /** Returns the median over iterations of a value of each. */
    static double median(Collection<IterationResult> iterations, ToDoubleFunction<IterationResult> value) {
        double[] sorted = iterations.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
