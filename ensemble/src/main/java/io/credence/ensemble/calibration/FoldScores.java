package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.Ranking;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The distribution of the nonconformity scores of one fold, whose rows are predicted by the members that were not
 * trained on it. Beyond {@value #MAX_SCORES} distinct scores, neighbours are merged into the largest of them, so
 * regions can only become larger.
 *
 * @param scores the distinct scores, ascending
 * @param rows for each score, the number of rows with at most that score; ascending
 */
public record FoldScores(List<Double> scores, List<Long> rows) implements Serializable {
    private static final int MAX_SCORES = 1 << 10;

    /** @throws InvalidSettingException if the lists have different lengths */
    public FoldScores {
        scores = List.copyOf(scores);
        rows = List.copyOf(rows);
        if (scores.size() != rows.size()) {
            throw new InvalidSettingException("rows", rows.size() + " numbers", scores.size() + ", one for each score");
        }
    }

    static FoldScores of(Ranking ranking) {
        List<Double> scores = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        int bins = ranking.count().length;
        int step = Math.max(1, (bins + MAX_SCORES - 1) / MAX_SCORES);
        long cumulative = 0;
        for (int b = 0; b < bins; b++) {
            cumulative += ranking.count()[b];
            if ((b + 1) % step == 0 || b == bins - 1) {
                scores.add(Math.min(ranking.orderStatistic(cumulative), Double.MAX_VALUE));
                rows.add(cumulative);
            }
        }
        return new FoldScores(scores, rows);
    }

    /** Returns the number of rows. */
    long size() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1);
    }

    /** Returns the number of rows with at most a given score. */
    long atMost(double score) {
        int index = Collections.binarySearch(scores, score);
        int last = index >= 0 ? index : -index - 2;
        return last < 0 ? 0 : rows.get(last);
    }

    /** Returns the number of rows with less than a given score. */
    long below(double score) {
        int index = Collections.binarySearch(scores, score);
        int first = index >= 0 ? index : -index - 1;
        return first == 0 ? 0 : rows.get(first - 1);
    }

    double largest() {
        return scores.get(scores.size() - 1);
    }

    double smallest() {
        return scores.get(0);
    }
}
