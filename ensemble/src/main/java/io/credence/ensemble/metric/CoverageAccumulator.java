package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often labels were in their predicted regions, and how large the regions were. */
public final class CoverageAccumulator {
    private long rows;
    private long covered;
    private final ExactSum sizes = new ExactSum();

    /**
     * Counts one row.
     *
     * @param contains whether the label was in the row's region
     * @param size the region's size: a width, or a number of classes
     */
    public void add(boolean contains, double size) {
        rows++;
        covered += contains ? 1 : 0;
        sizes.add(size);
    }

    /** Takes in another's rows; the other stays as it is. */
    public void merge(CoverageAccumulator other) {
        rows += other.rows;
        covered += other.covered;
        sizes.add(other.sizes);
    }

    /** The number of rows so far. */
    public long rows() {
        return rows;
    }

    /** The share of the rows whose label was in their region, with its 95 % confidence interval (Wilson 1927). */
    public Interval coverage() {
        return Interval.ofShare(covered, rows);
    }

    /** The mean size of the regions; infinite where one is. */
    public double meanSize() {
        return sizes.value() / rows;
    }

    /**
     * What report.json says: {@code conformalCoverage} with its confidence interval, and the mean size where that is finite.
     *
     * @param size the name of the mean size
     */
    public SortedMap<String, Double> metrics(String size) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        RegressionAccumulator.put(metrics, "conformalCoverage", coverage());
        if (Double.isFinite(meanSize())) {
            metrics.put(size, meanSize());
        }
        return metrics;
    }
}
