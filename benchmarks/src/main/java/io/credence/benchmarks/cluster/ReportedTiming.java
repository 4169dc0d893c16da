package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the times of a training run from its report. */
public final class ReportedTiming {
    private ReportedTiming() {}

    /** @param output the output directory of the training run */
    public static JsonNode of(Path output) throws IOException {
        return new ObjectMapper()
                .readTree(output.resolve("report/report.json").toFile())
                .path("timing");
    }
}
