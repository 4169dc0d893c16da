package io.credence.ensemble.report;

import java.util.List;

/**
 * A row of a table on the report page.
 *
 * @param head the row's heading, or empty
 * @param note an explanation below the heading, or empty
 * @param cells the cells after the heading
 */
record TableRow(String head, String note, List<String> cells) {
    TableRow(String head, List<String> cells) {
        this(head, "", cells);
    }
}
