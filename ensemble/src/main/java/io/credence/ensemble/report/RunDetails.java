package io.credence.ensemble.report;

import io.credence.ensemble.binding.JsonRecords;
import java.util.List;

/** The last section of the report page: data, timing, versions and configuration of the run. */
final class RunDetails {
    private final Report.DataSummary data;
    private final Report.Run run;

    RunDetails(Report.DataSummary data, Report.Run run) {
        this.data = data;
        this.run = run;
    }

    /** A named value. */
    record Pair(String name, String value) {}

    Report.DataSummary data() {
        return data;
    }

    /** Returns one row for each column of the data. */
    List<TableRow> columns() {
        if (data == null) {
            return List.of();
        }
        return data.columns().stream()
                .map(column -> new TableRow(
                        column.name(),
                        List.of(
                                column.kind(),
                                String.valueOf(column.encoded()),
                                DisplayFormat.count(column.missing()),
                                column.distinct() == null ? DisplayFormat.NONE : DisplayFormat.count(column.distinct()),
                                optional(column.mean()),
                                optional(column.standardDeviation()),
                                optional(column.minimum()),
                                optional(column.maximum()))))
                .toList();
    }

    private static String optional(Double value) {
        return value == null ? DisplayFormat.NONE : DisplayFormat.number(value);
    }

    List<Pair> timing() {
        return run.timing().entrySet().stream()
                .map(entry -> entry.getKey().endsWith("Seconds")
                        ? new Pair(
                                DisplayFormat.words(entry.getKey().replaceFirst("Seconds$", "")),
                                DisplayFormat.seconds(entry.getValue()))
                        : new Pair(DisplayFormat.words(entry.getKey()), DisplayFormat.number(entry.getValue())))
                .toList();
    }

    List<Pair> versions() {
        return run.versions().entrySet().stream()
                .map(entry -> new Pair(DisplayFormat.words(entry.getKey()), entry.getValue()))
                .toList();
    }

    String configuration() {
        return run.configuration() == null ? null : JsonRecords.print(run.configuration());
    }
}
