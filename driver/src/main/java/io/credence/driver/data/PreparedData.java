package io.credence.driver.data;

import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.profile.ColumnSummary;
import io.credence.driver.data.shard.Fingerprint;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.encoding.Encoding;
import java.util.List;

/**
 * Data ready for training: the encoding, and the encoded rows of each split.
 *
 * @param encoding the encoding, learnt from the training rows only
 * @param train the training rows; the number of shards, per fold if there are folds, is a power of two and at least
 *     the number of replicas
 * @param validation the validation rows; without shards if their fraction is 0; with folds, the same shards as
 *     {@code train}
 * @param test the test rows, from the split or from a separate input; without shards if there are none
 * @param fingerprint the fingerprint of the data and its preparation; independent of the order of rows and files
 * @param keyColumns the columns whose content identifies a row, for {@code RowLookup}
 * @param columns the feature columns, then the label
 * @param splitSentence what the split means for the metrics; null for a random split of single rows
 * @param warnings messages to the user about the data
 * @param labelStep a number of which every label is a multiple, in standard deviations of the labels; 0 if none is
 *     known
 */
public record PreparedData(
        Encoding encoding,
        ShardSet train,
        ShardSet validation,
        ShardSet test,
        Fingerprint fingerprint,
        KeyColumns keyColumns,
        List<ColumnSummary> columns,
        String splitSentence,
        List<String> warnings,
        double labelStep) {
    public PreparedData {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }
}
