package io.credence.ensemble.posterior;

import java.util.ArrayList;
import java.util.List;

/** The rows with the highest scores; of equal scores the earlier row, so the list does not depend on how rows were divided. */
public final class TopRows {
    /** How many rows are kept. */
    public static final int SIZE = 20;

    private final ArrayList<ScoredRow> rows = new ArrayList<>(SIZE + 1);
    private final ArrayList<Double> scores = new ArrayList<>(SIZE + 1);

    void offer(double score, ScoredRow row) {
        if (rows.size() == SIZE && !(score > scores.get(SIZE - 1))) {
            return;
        }
        int place = scores.size();
        while (place > 0 && score > scores.get(place - 1)) {
            place--;
        }
        rows.add(place, row);
        scores.add(place, score);
        if (rows.size() > SIZE) {
            rows.remove(SIZE);
            scores.remove(SIZE);
        }
    }

    void merge(TopRows later) {
        for (int i = 0; i < later.rows.size(); i++) {
            offer(later.scores.get(i), later.rows.get(i));
        }
    }

    /** First the highest score. */
    public List<ScoredRow> rows() {
        return List.copyOf(rows);
    }
}
