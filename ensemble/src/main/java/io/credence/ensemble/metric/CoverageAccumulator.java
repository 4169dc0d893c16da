package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import java.io.Serializable;
import java.util.SortedMap;

/** Accumulates how often labels lie in their predicted regions, and how large the regions are. */
public final class CoverageAccumulator implements Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;
    private long covered;
    private final ExactSum sizes = new ExactSum();

    /**
     * Adds one row.
     *
     * @param contains whether the row's region contains the label
     * @param size the size of the region: a width or a number of classes
     */
    public void add(boolean contains, double size) {
        rows++;
        covered += contains ? 1 : 0;
        sizes.add(size);
    }

    /** Adds the rows of another accumulator, leaving it unchanged. */
    public void merge(CoverageAccumulator other) {
        rows += other.rows;
        covered += other.covered;
        sizes.add(other.sizes);
    }

    /** Returns the number of rows added so far. */
    public long rows() {
        return rows;
    }

    /**
     * Returns the fraction of rows whose region contains the label, with its 95 % confidence interval (Wilson 1927).
     */
    public ConfidenceInterval coverage() {
        return ConfidenceInterval.ofFraction(covered, rows);
    }

    /** Returns the mean size of the regions; infinite if any region is. */
    public double meanSize() {
        return sizes.value() / rows;
    }

    /**
     * Returns {@link Metric#CONFORMAL_COVERAGE} with its confidence interval and, if it is finite, the mean size of
     * the regions.
     *
     * @param size the metric of the mean size: {@link Metric#CONFORMAL_WIDTH} or {@link Metric#CONFORMAL_SET_SIZE}
     */
    public SortedMap<String, Double> metrics(Metric size) {
        MetricValues metrics = new MetricValues();
        metrics.put(Metric.CONFORMAL_COVERAGE, coverage());
        metrics.put(size, meanSize());
        return metrics.finite();
    }
}
