package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.RowCells;
import java.util.List;
import java.util.Map;

/** A profile of a text column: its categories, with their counts in the training rows. */
final class TextProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private final CategoryCounts training = new CategoryCounts();
    private final NumberLikeness numbers = new NumberLikeness();

    TextProfile(String name) {
        super(name);
    }

    @Override
    void addPresent(RowCells row, int column, Split split) {
        if (split == Split.TRAIN) {
            String text = row.text(column);
            training.add(text, Split.TRAIN);
            numbers.add(text);
        }
    }

    @Override
    void add(ColumnProfile other) {
        super.add(other);
        training.add(((TextProfile) other).training);
        numbers.add(((TextProfile) other).numbers);
    }

    /** Returns what the training rows have of numbers. */
    NumberLikeness numbers() {
        return numbers;
    }

    /** Returns whether there are too many categories to count. */
    boolean tooMany() {
        return training.tooMany();
    }

    /** Returns the categories, sorted. */
    List<String> categories() {
        return List.copyOf(training.sorted().keySet());
    }

    /** Returns the categories with at least {@code minimum} training rows, sorted. */
    List<String> withRows(long minimum) {
        return training.sorted().entrySet().stream()
                .filter(entry -> entry.getValue()[Split.TRAIN.ordinal()] >= minimum)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the number of training rows with one of {@code categories}. */
    long rows(List<String> categories) {
        Map<String, long[]> counts = training.sorted();
        return categories.stream()
                .mapToLong(category -> counts.get(category)[Split.TRAIN.ordinal()])
                .sum();
    }
}
