package io.credence.driver.score;

import org.apache.spark.util.AccumulatorV2;

/** Sums the counts of all tasks. */
public final class ScoreAccumulator extends AccumulatorV2<ScoreTally, ScoreTally> {
    private static final long serialVersionUID = 1L;

    private ScoreTally sum = new ScoreTally();

    @Override
    public boolean isZero() {
        return sum.rows() == 0;
    }

    @Override
    public ScoreAccumulator copy() {
        ScoreAccumulator copy = new ScoreAccumulator();
        copy.sum.add(sum);
        return copy;
    }

    @Override
    public void reset() {
        sum = new ScoreTally();
    }

    @Override
    public void add(ScoreTally tally) {
        sum.add(tally);
    }

    @Override
    public void merge(AccumulatorV2<ScoreTally, ScoreTally> other) {
        sum.add(other.value());
    }

    @Override
    public ScoreTally value() {
        return sum;
    }
}
