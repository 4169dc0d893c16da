package io.credence.benchmarks.kernels;

import java.util.Collection;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH in a virtual machine of its own. */
final class ForkedJvm {
    private ForkedJvm() {}

    /**
     * Runs one benchmark. What its machine writes goes to standard error: JMH itself passes it on to standard output,
     * which is for results.
     *
     * @param options one benchmark with one value of each parameter
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
}
