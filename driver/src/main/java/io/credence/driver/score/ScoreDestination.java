package io.credence.driver.score;

import io.credence.driver.config.Format;
import java.util.List;

/**
 * Where scored rows are written.
 *
 * @param path the path or URI of the output directory
 * @param format the format of the files
 * @param partitionBy the columns by whose values the output is divided into directories, in this order
 * @param overwrite whether existing output may be replaced
 */
public record ScoreDestination(String path, Format format, List<String> partitionBy, boolean overwrite) {
    public ScoreDestination {
        partitionBy = List.copyOf(partitionBy);
    }
}
