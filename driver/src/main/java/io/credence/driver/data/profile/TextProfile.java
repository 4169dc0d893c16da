package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.RowCells;
import java.util.List;
import java.util.Map;

/** The categories of a text column, and how often the training rows have each. */
final class TextProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private final CategoryCounts training = new CategoryCounts();

    TextProfile(String name) {
        super(name);
    }

    @Override
    void addPresent(RowCells row, int column, boolean isTraining) {
        if (isTraining) {
            training.add(row.text(column), Split.TRAIN);
        }
    }

    @Override
    void add(ColumnProfile other) {
        super.add(other);
        training.add(((TextProfile) other).training);
    }

    /** Whether there are more categories than are counted. */
    boolean tooMany() {
        return training.tooMany();
    }

    /** The categories, sorted. */
    List<String> categories() {
        return List.copyOf(training.sorted().keySet());
    }

    /** The categories that at least so many training rows have, sorted. */
    List<String> withRows(long least) {
        return training.sorted().entrySet().stream()
                .filter(entry -> entry.getValue()[Split.TRAIN.ordinal()] >= least)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many training rows have one of {@code categories}. */
    long rows(List<String> categories) {
        Map<String, long[]> counts = training.sorted();
        return categories.stream()
                .mapToLong(category -> counts.get(category)[Split.TRAIN.ordinal()])
                .sum();
    }
}
