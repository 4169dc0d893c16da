package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** A profile of a column of vectors: moments and range of each element. */
final class VectorProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    /** The maximum number of distinct lengths kept for an error message. */
    private static final int MAX_LENGTHS = 5;

    private final SortedSet<Integer> lengths = new TreeSet<>();
    private Moments[] training = {};

    VectorProfile(String name) {
        super(name);
    }

    @Override
    void addPresent(RowCells row, int column, Split split) {
        double[] values = row.vector(column);
        if (!addLength(values.length) || split != Split.TRAIN) {
            requireUsable(values);
            return;
        }
        requireUsable(values);
        for (int i = 0; i < values.length; i++) {
            training[i].add(values[i]);
        }
    }

    /** Adds a length. Returns whether all vectors so far have it and it is not too large. */
    private boolean addLength(int length) {
        lengths.add(length);
        if (lengths.size() > MAX_LENGTHS) {
            lengths.remove(lengths.last());
        }
        if (lengths.size() > 1 || length > EncodingLearner.MAX_WIDTH) {
            return false;
        }
        if (training.length == 0) {
            training = moments(length);
        }
        return true;
    }

    private void requireUsable(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) <= Moments.LARGEST)) {
                throw new InvalidRowException(name(), values[i] + " in element " + i, "finite in every element");
            }
        }
    }

    private static Moments[] moments(int length) {
        Moments[] moments = new Moments[length];
        Arrays.setAll(moments, i -> new Moments());
        return moments;
    }

    @Override
    void add(ColumnProfile other) {
        super.add(other);
        VectorProfile vectors = (VectorProfile) other;
        lengths.addAll(vectors.lengths);
        while (lengths.size() > MAX_LENGTHS) {
            lengths.remove(lengths.last());
        }
        if (lengths.size() > 1) {
            return;
        }
        if (training.length == 0) {
            training = vectors.training;
        } else if (vectors.training.length > 0) {
            for (int i = 0; i < training.length; i++) {
                training[i].add(vectors.training[i]);
            }
        }
    }

    /** Returns the smallest few distinct lengths. */
    SortedSet<Integer> lengths() {
        return lengths;
    }

    /** Returns the moments of each element over the training rows; valid only if all vectors have the same length. */
    Moments[] training() {
        return training;
    }
}
