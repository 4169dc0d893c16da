package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** What a training's report says of its time. */
public final class ReportedTiming {
    private ReportedTiming() {}

    /** @param output of the training */
    public static JsonNode of(Path output) throws IOException {
        return new ObjectMapper()
                .readTree(output.resolve("report/report.json").toFile())
                .path("timing");
    }
}
