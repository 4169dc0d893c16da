package io.credence.driver.data;

import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.profile.ColumnSummary;
import io.credence.driver.data.shard.Fingerprint;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.encoding.Encoding;
import java.util.List;

/**
 * Data that is ready to be trained on: how rows are encoded, and the encoded rows of each split.
 *
 * @param encoding learnt on the training rows only
 * @param train the training rows; their number of shards, or that of each fold, is a power of two of at least the number of replicas
 * @param validation the validation rows; without shards if their share is 0, and the training rows where these are dealt to folds
 * @param test the test rows, split off or read from an input of their own; without shards if there are none
 * @param fingerprint of the data and its preparation, whatever the order of its rows and files
 * @param keyColumns the columns whose content is a row's identity, for {@code RowLookup}
 * @param columns the feature columns, then the label
 * @param warnings sentences for the user about the data; not errors
 */
public record PreparedData(
        Encoding encoding,
        ShardSet train,
        ShardSet validation,
        ShardSet test,
        Fingerprint fingerprint,
        KeyColumns keyColumns,
        List<ColumnSummary> columns,
        List<String> warnings) {
    public PreparedData {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }
}
