package io.credence.driver.data;

import io.credence.driver.UserException;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnRole;
import io.credence.driver.data.input.ColumnRole.Use;
import io.credence.driver.data.input.DataSource;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.NumberHistogram;
import io.credence.driver.data.input.NumberOrder;
import io.credence.driver.data.input.RowAssigner;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.input.SplitRule;
import io.credence.driver.data.profile.DataProfile;
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
 * @param input the input to split
 * @param test the input that is the test split; null: the test rows come from the other input
 * @param split the settings
 * @param rule the rule for the rows of the input
 */
record SplitPlan(DataPreparation.Input input, DataPreparation.Input test, SplitSpec split, SplitRule rule) {
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
    static SplitPlan of(DataPreparation.Input input, DataPreparation.Input test, KeyColumns columns, SplitSpec split) {
        if (split.time() != null) {
            return new SplitPlan(input, test, split, latest(input, test, columns, split));
        }
        return new SplitPlan(
                input, test, split, split.column() == null ? new SplitRule.Random() : new SplitRule.Named());
    }

    private static SplitRule latest(
            DataPreparation.Input input, DataPreparation.Input test, KeyColumns columns, SplitSpec split) {
        RowAssigner assigner = RowAssigner.of(split, test != null);
        SplitRule whole = new SplitRule.Whole(Split.TRAIN);
        NumberHistogram times = new DataSource(input.rows(), columns.onlyRoles(), assigner, whole).times();
        long testRows = Math.round(assigner.test() * times.rows());
        long heldOut = testRows + Math.round(assigner.validation() * times.rows());
        SplitRule.Latest rule = new SplitRule.Latest(times.startOfLargest(heldOut), times.startOfLargest(testRows));
        if (times.rows() > 0 && times.rowsBefore(rule.validationFrom()) == 0) {
            throw new UserException("data.split.time is " + split.time() + ", but too many rows of " + input.name()
                    + " have the same time: rows from " + time(input, split, rule.validationFrom())
                    + " on are held out, and none is left to train on");
        }
        return rule;
    }

    RowAssigner assigner() {
        return RowAssigner.of(split, test != null);
    }

    /** Returns the inputs with their rules. */
    List<DataSource> sources(KeyColumns columns) {
        List<DataSource> sources = new ArrayList<>();
        sources.add(new DataSource(input.rows(), columns, assigner(), rule));
        if (test != null) {
            sources.add(
                    new DataSource(test.rows(), columns.withoutRoles(), assigner(), new SplitRule.Whole(Split.TEST)));
        }
        return sources;
    }

    /**
     * Checks that each split has the rows that it must have.
     *
     * @throws UserException if one has none, or a row belongs to none
     */
    void requireRows(DataProfile profile) {
        if (profile.unsplit() > 0) {
            throw new UserException(profile.unsplit() + " rows of " + input.name() + " belong to no split: "
                    + profile.exampleOfUnsplit());
        }
        long rows = profile.rows(Split.TRAIN) + profile.rows(Split.VALIDATION);
        if (test != null && profile.rows(Split.TEST) == 0) {
            throw new UserException("the test input " + test.name() + " has no rows; it must have at least 1");
        }
        rows += test == null ? profile.rows(Split.TEST) : 0;
        if (rows == 0) {
            throw new UserException(input.name() + " has no rows; it must have at least 1 for each split");
        }
        if (rule instanceof SplitRule.Named) {
            requireNamedRows(profile);
            return;
        }
        RowAssigner assigner = assigner();
        requireRows(profile, Split.TRAIN, 1 - assigner.validation() - assigner.test(), rows);
        requireRows(profile, Split.VALIDATION, assigner.validation(), rows);
        requireRows(profile, Split.TEST, test == null ? assigner.test() : 0, rows);
    }

    private void requireRows(DataProfile profile, Split part, double fraction, long rows) {
        if (fraction > 0 && profile.rows(part) == 0) {
            throw new UserException(
                    "the " + part.label() + " split of " + input.name() + " has no rows, with a fraction of "
                            + fraction + " of " + rows + " rows"
                            + (split.group() == null ? "" : " in groups of " + split.group())
                            + "; it must have at least 1: increase the fraction, add rows or change data.split.seed");
        }
    }

    private void requireNamedRows(DataProfile profile) {
        String column = "data.split.column is " + split.column() + ", and ";
        if (profile.rows(Split.TRAIN) == 0) {
            throw new UserException(column + "no row of " + input.name() + " says train; at least 1 must");
        }
        boolean validates = profile.rows(Split.VALIDATION) > 0;
        if (split.folds() == null && !validates) {
            throw new UserException(column + "no row of " + input.name()
                    + " says validation; at least 1 must, for calibration, or set data.split.folds");
        }
        if (split.folds() != null && validates) {
            throw new UserException(column + profile.rows(Split.VALIDATION) + " rows of " + input.name()
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
                : " The test rows are the latest, from " + time(input, split, latest.testFrom()) + " on.";
        return "The rows are split by " + split.time() + ": validation rows are from "
                + time(input, split, latest.validationFrom()) + " on." + test
                + " So the metrics, and the coverage of intervals and regions, are those of rows later than the"
                + " training rows. Calibration and conformal coverage hold only as far as later rows resemble the"
                + " validation rows; no guarantee covers a change over time.";
    }

    private static String time(DataPreparation.Input input, SplitSpec split, long order) {
        DataType type = input.rows().schema().apply(split.time()).dataType();
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
