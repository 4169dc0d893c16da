package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.Ranking;
import io.credence.kernels.InvalidSettingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How badly the labels of one fold conform to the predictions of the members that were not trained on it, as a distribution: the scores that
 * occur, and how many rows have at most that score. Where there are more than {@value #MOST} different scores, neighbours are taken
 * together under the greatest of them, which makes regions larger, never smaller.
 *
 * @param scores ascending
 * @param rows as many, ascending: the rows with at most this score
 */
public record FoldScores(List<Double> scores, List<Long> rows) {
    private static final int MOST = 1 << 10;

    /** @throws InvalidSettingException if the two do not fit each other */
    public FoldScores {
        scores = List.copyOf(scores);
        rows = List.copyOf(rows);
        if (scores.size() != rows.size()) {
            throw new InvalidSettingException("rows", rows.size() + " numbers", "as many as there are scores");
        }
    }

    static FoldScores of(Ranking ranking) {
        List<Double> scores = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        int bins = ranking.count().length;
        int step = Math.max(1, (bins + MOST - 1) / MOST);
        long before = 0;
        for (int b = 0; b < bins; b++) {
            before += ranking.count()[b];
            if ((b + 1) % step == 0 || b == bins - 1) {
                scores.add(Math.min(ranking.orderStatistic(before), Double.MAX_VALUE));
                rows.add(before);
            }
        }
        return new FoldScores(scores, rows);
    }

    /** The number of rows. */
    long size() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1);
    }

    /** How many rows have at most a score. */
    long atMost(double score) {
        int place = Collections.binarySearch(scores, score);
        int last = place >= 0 ? place : -place - 2;
        return last < 0 ? 0 : rows.get(last);
    }

    /** How many rows have less than a score. */
    long below(double score) {
        int place = Collections.binarySearch(scores, score);
        int first = place >= 0 ? place : -place - 1;
        return first == 0 ? 0 : rows.get(first - 1);
    }

    double greatest() {
        return scores.get(scores.size() - 1);
    }

    double least() {
        return scores.get(0);
    }
}
