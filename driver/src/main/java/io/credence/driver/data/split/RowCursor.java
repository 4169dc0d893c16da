package io.credence.driver.data.split;

import io.credence.driver.data.input.ColumnRole;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.RowHasher;
import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.InvalidRowException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The current row of a task: its cells, its identity, and its place in splits and shards. One object serves all rows
 * of a partition in turn.
 */
public final class RowCursor {
    private static final String SPLIT_NAMES =
            "one of " + Arrays.stream(Split.values()).map(Split::label).collect(Collectors.joining(", "));

    private final DataSource.Part part;
    private final SparkCells cells;
    private final RowHasher hasher;
    private final RowHasher groupHasher;
    private final CopyNumbers copies;
    private final KeyColumns columns;
    private final int group;
    private int copy;
    private Split split;
    private String defect;

    /** @param copies the numbers of the equal rows of the partition */
    public RowCursor(DataSource.Part part, CopyNumbers copies) {
        this.part = part;
        this.columns = part.columns();
        this.copies = copies;
        this.cells = part.cells();
        this.hasher = new RowHasher(columns);
        this.groupHasher = new RowHasher(columns);
        this.group = columns.indexOf(ColumnRole.Use.GROUP);
    }

    /** Moves to another row. */
    public void moveTo(InternalRow row) {
        hasher.hash(cells.at(row));
        copy = copies.next(hasher.high(), hasher.low());
        try {
            hashGroup();
            split = part.rule().of(this);
            defect = null;
        } catch (InvalidRowException e) {
            split = Split.TRAIN;
            defect = e.getMessage();
        }
    }

    private void hashGroup() {
        if (group >= 0) {
            groupHasher.hash(present(group, "present in every row, so that its rows can stay together"));
        }
    }

    /** Returns the cells. */
    public SparkCells cells() {
        return cells;
    }

    /** Returns the upper half of the row's key. */
    public long high() {
        return hasher.high();
    }

    /** Returns the lower half of the row's key. */
    public long low() {
        return hasher.low();
    }

    /** Returns the row's number among equal rows, from 0. */
    public int copy() {
        return copy;
    }

    /** Returns the split. */
    public Split split() {
        return split;
    }

    /** Returns why the row belongs to no split; null if it belongs to one. */
    public String defect() {
        return defect;
    }

    /**
     * Returns the index of the row's shard in its split.
     *
     * @param shards the number of shards of the split: a power of two, times the number of folds for training
     */
    public int shard(int shards) {
        RowAssigner assigner = part.assigner();
        int parts = split == Split.TRAIN ? assigner.folds() : 1;
        int fold = group < 0
                ? assigner.fold(high(), low(), copy, parts)
                : assigner.fold(groupHasher.high(), groupHasher.low(), 0, parts);
        return assigner.shardOfFold(high(), low(), copy, shards / parts) * parts + fold;
    }

    /** Returns the split that is drawn for the row, or for its group. */
    Split drawnSplit() {
        return group < 0
                ? part.assigner().split(high(), low(), copy)
                : part.assigner().split(groupHasher.high(), groupHasher.low(), 0);
    }

    /** Returns the split that the row names. */
    Split namedSplit() {
        String name = present(columns.indexOf(ColumnRole.Use.SPLIT), SPLIT_NAMES);
        return Arrays.stream(Split.values())
                .filter(known -> known.label().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid(ColumnRole.Use.SPLIT, "\"" + name + "\"", SPLIT_NAMES));
    }

    /** Adds the time of the row to a histogram, if it has one. */
    void addTime(NumberHistogram times) {
        if (!cells.isMissing(columns.indexOf(ColumnRole.Use.TIME))) {
            times.add(time());
        }
    }

    /** Returns the time of the row, in an order-preserving form. */
    long time() {
        int time = columns.indexOf(ColumnRole.Use.TIME);
        if (cells.isMissing(time)) {
            throw invalid(ColumnRole.Use.TIME, "missing", "present in every row");
        }
        return NumberOrder.of(cells.number(time));
    }

    private String present(int column, String allowed) {
        if (cells.isMissing(column)) {
            throw new InvalidRowException(columns.names().get(column), "missing", allowed);
        }
        return cells.text(column);
    }

    private InvalidRowException invalid(ColumnRole.Use use, String found, String allowed) {
        return new InvalidRowException(columns.names().get(columns.indexOf(use)), found, allowed);
    }
}
