package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A chart on the report page. A script draws it, and a table contains the same numbers for readers who cannot see it.
 *
 * @param id the id of its element in the page
 * @param title the title
 * @param caption how to read it, and what it shows here
 * @param kind the kind of marks
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the data; the last series is drawn on top
 */
record Chart(String id, String title, String caption, Kind kind, Axis x, Axis y, List<Series> series) {
    private static final int MAX_TABLE_ROWS = 51;

    enum Kind {
        LINES,
        BARS
    }

    /**
     * An axis.
     *
     * @param title the title
     * @param percent whether values are fractions, shown as percentages
     * @param min the lower end; null: follows from the data
     * @param max the upper end; null: follows from the data
     */
    record Axis(String title, boolean percent, Double min, Double max) {
        static Axis of(String title) {
            return new Axis(title, false, null, null);
        }

        static Axis fromZero(String title) {
            return new Axis(title, false, 0.0, null);
        }

        static Axis upTo(String title, double max) {
            return new Axis(title, false, null, max);
        }

        static Axis fraction(String title) {
            return new Axis(title, true, 0.0, 1.0);
        }

        String text(double value) {
            return percent ? DisplayFormat.percent(value) : DisplayFormat.number(value);
        }
    }

    /** The meaning of a series, which determines its style. */
    enum Role {
        AFTER,
        BEFORE,
        IDEAL,
        ALEATORIC,
        EPISTEMIC,
        TRAINING,
        VALIDATION
    }

    /** Points that are drawn as one line or one set of bars. */
    record Series(String name, Role role, double[] x, double[] y) {
        static Series of(String name, Role role, Curve curve) {
            return new Series(name, role, curve.x(), curve.y());
        }

        /** Returns the diagonal of the unit square, for reference. */
        static Series diagonal(String name) {
            return new Series(name, Role.IDEAL, new double[] {0, 1}, new double[] {0, 1});
        }

        /** Returns the counts of a histogram as fractions of its rows. */
        static Series fractions(String name, Role role, Curve histogram) {
            double rows = 0;
            for (long count : histogram.count()) {
                rows += count;
            }
            double[] fractions = new double[histogram.count().length];
            for (int i = 0; i < fractions.length; i++) {
                fractions[i] = histogram.count()[i] / rows;
            }
            return new Series(name, role, histogram.x(), fractions);
        }

        private double valueAt(double position) {
            for (int i = 0; i < x.length; i++) {
                if (x[i] == position) {
                    return y[i];
                }
            }
            return Double.NaN;
        }
    }

    /** Returns the names of the series, for the table's headings. */
    List<String> names() {
        return series.stream().map(Series::name).toList();
    }

    /** Returns the numbers as a table, thinned out evenly if there are many. */
    List<TableRow> table() {
        TreeSet<Double> positions = new TreeSet<>();
        series.forEach(each -> {
            for (double position : each.x()) {
                positions.add(position);
            }
        });
        int step = Math.max(1, (positions.size() + MAX_TABLE_ROWS - 1) / MAX_TABLE_ROWS);
        List<TableRow> rows = new ArrayList<>();
        int i = 0;
        for (double position : positions) {
            if (i++ % step == 0) {
                List<String> values = series.stream()
                        .map(each -> y.text(each.valueAt(position)))
                        .toList();
                rows.add(new TableRow(x.text(position), values));
            }
        }
        return rows;
    }
}
