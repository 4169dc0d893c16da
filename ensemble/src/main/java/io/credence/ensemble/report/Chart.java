package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A picture of the page: what the script draws, and the same numbers as a table for who cannot see it.
 *
 * @param id its element's id in the page
 * @param title what it shows
 * @param reading how to read it, and what it says here
 * @param kind how it is drawn
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn, the last on top
 */
record Chart(String id, String title, String reading, Kind kind, Axis x, Axis y, List<Series> series) {
    private static final int TABLE_ROWS = 51;

    enum Kind {
        LINES,
        BARS
    }

    /** An axis; {@code least} and {@code most} are null where they follow from the values. */
    record Axis(String title, boolean percent, Double least, Double most) {
        static Axis of(String title) {
            return new Axis(title, false, null, null);
        }

        static Axis fromZero(String title) {
            return new Axis(title, false, 0.0, null);
        }

        static Axis upTo(String title, double most) {
            return new Axis(title, false, null, most);
        }

        static Axis share(String title) {
            return new Axis(title, true, 0.0, 1.0);
        }

        String text(double value) {
            return percent ? Text.percent(value) : Text.number(value);
        }
    }

    /** What a series stands for, which decides how it looks. */
    enum Role {
        AFTER,
        BEFORE,
        IDEAL,
        ALEATORIC,
        EPISTEMIC,
        TRAINING,
        VALIDATION
    }

    record Series(String name, Role role, double[] x, double[] y) {
        static Series of(String name, Role role, Curve curve) {
            return new Series(name, role, curve.x(), curve.y());
        }

        /** The counts of a histogram as shares of its rows. */
        static Series shares(String name, Role role, Curve histogram) {
            double rows = 0;
            for (long count : histogram.count()) {
                rows += count;
            }
            double[] shares = new double[histogram.count().length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = histogram.count()[i] / rows;
            }
            return new Series(name, role, histogram.x(), shares);
        }

        private double at(double position) {
            for (int i = 0; i < x.length; i++) {
                if (x[i] == position) {
                    return y[i];
                }
            }
            return Double.NaN;
        }
    }

    /** The names of the series, for the head of the table. */
    List<String> names() {
        return series.stream().map(Series::name).toList();
    }

    /** The numbers; where there are very many, evenly chosen ones. */
    List<Line> table() {
        TreeSet<Double> positions = new TreeSet<>();
        series.forEach(each -> {
            for (double position : each.x()) {
                positions.add(position);
            }
        });
        int step = Math.max(1, (positions.size() + TABLE_ROWS - 1) / TABLE_ROWS);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        for (double position : positions) {
            if (i++ % step == 0) {
                List<String> values =
                        series.stream().map(each -> y.text(each.at(position))).toList();
                lines.add(new Line(x.text(position), values));
            }
        }
        return lines;
    }

    /** One line of a table. */
    record Line(String head, List<String> cells) {}
}
