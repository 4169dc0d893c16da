package io.credence.ensemble.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows with the highest scores. Ties are broken by position, so the list depends neither on the partitioning of
 * the rows nor on their order.
 */
public final class TopRows implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The maximum number of rows. */
    public static final int SIZE = 20;

    private static final Comparator<ScoredRow> POSITION =
            Comparator.comparingInt(ScoredRow::shard).thenComparingInt(ScoredRow::row);

    private final ArrayList<ScoredRow> rows = new ArrayList<>(SIZE + 1);
    private final ArrayList<Double> scores = new ArrayList<>(SIZE + 1);

    void offer(double score, ScoredRow row) {
        if (rows.size() == SIZE && !comesBefore(score, row, SIZE - 1)) {
            return;
        }
        int position = scores.size();
        while (position > 0 && comesBefore(score, row, position - 1)) {
            position--;
        }
        rows.add(position, row);
        scores.add(position, score);
        if (rows.size() > SIZE) {
            rows.remove(SIZE);
            scores.remove(SIZE);
        }
    }

    private boolean comesBefore(double score, ScoredRow row, int position) {
        int byScore = Double.compare(score, scores.get(position));
        return byScore > 0 || byScore == 0 && POSITION.compare(row, rows.get(position)) < 0;
    }

    void merge(TopRows other) {
        for (int i = 0; i < other.rows.size(); i++) {
            offer(other.scores.get(i), other.rows.get(i));
        }
    }

    /** Returns the rows, highest score first. */
    public List<ScoredRow> rows() {
        return List.copyOf(rows);
    }
}
