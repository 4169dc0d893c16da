package io.credence.driver.data;

import io.credence.driver.UserException;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnChoice;
import io.credence.driver.data.input.ColumnRole;
import io.credence.driver.data.input.ColumnRole.Use;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.profile.DataProfile;
import io.credence.driver.data.split.DataSource;
import io.credence.driver.data.split.NumberHistogram;
import io.credence.driver.data.split.NumberOrder;
import io.credence.driver.data.split.RowAssigner;
import io.credence.driver.data.split.SplitRule;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;

/**
 * How the rows of a preparation are split.
 *
 * @param inputs the input to split, and inputs that are splits of their own
 * @param split the settings
 * @param rule the rule for the rows of the input
 */
record SplitPlan(TrainingRows inputs, SplitSpec split, SplitRule rule) {
    /** Returns the columns that the settings give a role. */
    static List<ColumnRole> roles(SplitSpec split) {
        List<ColumnRole> roles = new ArrayList<>();
        addRole(roles, Use.SPLIT, split.column());
        addRole(roles, Use.GROUP, split.group());
        addRole(roles, Use.TIME, split.time());
        return roles;
    }

    private static void addRole(List<ColumnRole> roles, Use use, String column) {
        if (column != null) {
            roles.add(new ColumnRole(use, column));
        }
    }

    /**
     * Returns the plan for inputs. A split by time reads the times.
     *
     * @throws UserException if all rows have the same time
     */
    static SplitPlan of(TrainingRows inputs, KeyColumns columns, SplitSpec split) {
        if (split.time() != null) {
            return new SplitPlan(inputs, split, latest(inputs, columns, split));
        }
        return new SplitPlan(inputs, split, split.column() == null ? new SplitRule.Random() : new SplitRule.Named());
    }

    /**
     * Checks that an input of its own can be read like the input to split. It needs no column with a role.
     *
     * @param other the input; null: there is none
     */
    static void requireReadable(TrainingRows.Input other, KeyColumns columns) {
        if (other != null) {
            new ColumnChoice(other.name(), other.rows().schema()).requireReadable(columns.withoutRoles());
        }
    }

    private static SplitRule latest(TrainingRows inputs, KeyColumns columns, SplitSpec split) {
        TrainingRows.Input input = inputs.input();
        RowAssigner assigner = assigner(inputs, split);
        SplitRule whole = new SplitRule.Whole(Split.TRAIN);
        NumberHistogram times = new DataSource(input.rows(), columns.onlyRoles(), assigner, whole).times();
        long testRows = Math.round(assigner.test() * times.rows());
        long heldOut = testRows + Math.round(assigner.validation() * times.rows());
        SplitRule.Latest rule = new SplitRule.Latest(times.startOfLargest(heldOut), times.startOfLargest(testRows));
        if (times.rows() > 0 && times.rowsBefore(rule.validationFrom()) == 0) {
            throw new UserException("data.split.time is " + split.time() + ", but too many rows of " + input.name()
                    + " have the same time: rows from " + time(inputs, split, rule.validationFrom())
                    + " on are held out, and none is left to train on");
        }
        return rule;
    }

    RowAssigner assigner() {
        return assigner(inputs, split);
    }

    private static RowAssigner assigner(TrainingRows inputs, SplitSpec split) {
        return RowAssigner.of(split, inputs.validation() != null, inputs.test() != null);
    }

    /** Returns the inputs with their rules. */
    List<DataSource> sources(KeyColumns columns) {
        List<DataSource> sources = new ArrayList<>();
        sources.add(new DataSource(inputs.input().rows(), columns, assigner(), rule));
        addSource(sources, inputs.validation(), columns, Split.VALIDATION);
        addSource(sources, inputs.test(), columns, Split.TEST);
        return sources;
    }

    private void addSource(List<DataSource> sources, TrainingRows.Input own, KeyColumns columns, Split part) {
        if (own != null) {
            sources.add(new DataSource(own.rows(), columns.withoutRoles(), assigner(), new SplitRule.Whole(part)));
        }
    }

    /**
     * Checks that each split has the rows that it must have.
     *
     * @throws UserException if one has none, or a row belongs to none
     */
    void requireRows(DataProfile profile) {
        String name = inputs.input().name();
        if (profile.unsplit() > 0) {
            throw new UserException(
                    profile.unsplit() + " rows of " + name + " belong to no split: " + profile.exampleOfUnsplit());
        }
        long rows = profile.rows(Split.TRAIN)
                + requireOwnRows(profile, Split.VALIDATION, inputs.validation())
                + requireOwnRows(profile, Split.TEST, inputs.test());
        if (rows == 0) {
            throw new UserException(name + " has no rows; it must have at least 1 for each split");
        }
        if (rule instanceof SplitRule.Named) {
            requireNamedRows(profile);
            return;
        }
        RowAssigner assigner = assigner();
        requireRows(profile, Split.TRAIN, 1 - assigner.validation() - assigner.test(), rows);
        requireRows(profile, Split.VALIDATION, assigner.validation(), rows);
        requireRows(profile, Split.TEST, assigner.test(), rows);
    }

    /** Returns the number of rows of a split that come from the input that is split. */
    private static long requireOwnRows(DataProfile profile, Split part, TrainingRows.Input own) {
        if (own != null && profile.rows(part) == 0) {
            throw new UserException(
                    "the " + part.label() + " input " + own.name() + " has no rows; it must have at least 1");
        }
        return own == null ? profile.rows(part) : 0;
    }

    private void requireRows(DataProfile profile, Split part, double fraction, long rows) {
        if (fraction > 0 && profile.rows(part) == 0) {
            throw new UserException(
                    "the " + part.label() + " split of " + inputs.input().name() + " has no rows, with a fraction of "
                            + fraction + " of " + rows + " rows"
                            + (split.group() == null ? "" : " in groups of " + split.group())
                            + "; it must have at least 1: increase the fraction, add rows or change data.split.seed");
        }
    }

    private void requireNamedRows(DataProfile profile) {
        String column = "data.split.column is " + split.column() + ", and ";
        if (profile.rows(Split.TRAIN) == 0) {
            throw new UserException(column + "no row of " + inputs.input().name() + " says train; at least 1 must");
        }
        boolean validates = profile.rows(Split.VALIDATION) > 0;
        if (split.folds() == null && !validates) {
            throw new UserException(column + "no row of " + inputs.input().name()
                    + " says validation; at least 1 must, for calibration, or set data.split.folds");
        }
        if (split.folds() != null && validates) {
            throw new UserException(column + profile.rows(Split.VALIDATION) + " rows of "
                    + inputs.input().name()
                    + " say validation; none may if data.split.folds is set: each member validates on its own fold");
        }
    }

    /** Returns what the split means for the metrics; null for a random split of single rows. */
    String sentence() {
        if (split.column() != null) {
            return "The column " + split.column() + " says which rows are for training, validation and testing.";
        }
        if (split.group() != null) {
            return "Rows of the same " + split.group() + " are in the same split"
                    + (split.folds() == null ? "" : " and fold")
                    + ": validation and test rows have values of " + split.group()
                    + " without training rows. So the metrics, and the coverage of intervals and regions, hold for"
                    + " new values of " + split.group() + " rather than for more rows of known ones.";
        }
        return rule instanceof SplitRule.Latest latest ? sentence(latest) : null;
    }

    private String sentence(SplitRule.Latest latest) {
        String test = latest.testFrom() == Long.MAX_VALUE
                ? ""
                : " The test rows are the latest, from " + time(inputs, split, latest.testFrom()) + " on.";
        String validation = latest.validationFrom() == latest.testFrom()
                ? ""
                : " The validation rows are from " + time(inputs, split, latest.validationFrom()) + " on.";
        return "The rows are split by " + split.time() + "." + validation + test
                + " So the metrics, and the coverage of intervals and regions, are those of rows later than the"
                + " training rows. Calibration and conformal coverage hold only as far as later rows resemble the"
                + " validation rows; no guarantee covers a change over time.";
    }

    private static String time(TrainingRows inputs, SplitSpec split, long order) {
        DataType type = inputs.input().rows().schema().apply(split.time()).dataType();
        double value = NumberOrder.number(order);
        if (type instanceof NumericType) {
            return Double.toString(value);
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay((long) value).toString();
        }
        return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus((long) value, ChronoUnit.MICROS) + " (UTC)";
    }
}
