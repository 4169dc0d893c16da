package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.kernels.embedding.BinEdges;
import io.credence.kernels.embedding.NumericColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The features of encoded rows, after marks of missing numbers are added and before categories are embedded: runs of
 * values, of which some are single numbers that a network may embed. These are numeric columns, the positions of dates
 * on the time line, and the elements of vectors.
 */
final class NumericFeatures {
    /** Longer vectors are not embedded: they usually are embeddings already, or images. */
    static final int LONGEST_VECTOR = 128;

    /** The first and the last edge enclose all but a tenth of a bin at each side. */
    private static final double OUTSIDE = 0.1;

    private static final NumberScaling ROBUST_NORMAL = new NumberScaling.Robust(0, 2 * StandardNormal.quantile(0.75));

    private final List<Run> runs = new ArrayList<>();

    /**
     * Adjacent values of one feature.
     *
     * @param scaling the scaling of the only value if it may be embedded, otherwise null
     */
    private record Run(int length, NumberScaling scaling) {}

    NumericFeatures(Encoding encoding) {
        for (int i = 0; i < encoding.missable(); i++) {
            runs.add(new Run(1, null));
        }
        encoding.features().forEach(this::add);
    }

    private void add(FeatureColumn column) {
        if (column instanceof FeatureColumn.Numeric number) {
            runs.add(new Run(1, number.scaling()));
        } else if (column instanceof FeatureColumn.Temporal time) {
            int marks = time.missing().isLearned() ? 1 : 0;
            addValues(marks);
            runs.add(new Run(1, time.position()));
            addValues(time.width() - marks - 1);
        } else if (column instanceof FeatureColumn.Vector vector) {
            boolean embeds = vector.width() <= LONGEST_VECTOR;
            vector.scalings().forEach(scaling -> runs.add(new Run(1, embeds ? scaling : null)));
        } else if (!(column instanceof FeatureColumn.Indexed)) {
            addValues(column.width());
        }
    }

    private void addValues(int length) {
        if (length > 0) {
            runs.add(new Run(length, null));
        }
    }

    /** Returns the columns of the numbers; empty if there are none. */
    Optional<NumericColumns> columns() {
        List<Integer> positions = new ArrayList<>();
        int position = 0;
        for (Run run : runs) {
            if (run.scaling() != null) {
                positions.add(position);
            }
            position += run.length();
        }
        return positions.isEmpty() ? Optional.empty() : Optional.of(new NumericColumns(positions));
    }

    /** Returns the lengths of all runs, in order, if each number is replaced with {@code width} values. */
    List<Integer> widths(int width) {
        return runs.stream()
                .map(run -> run.scaling() == null ? run.length() : width)
                .toList();
    }

    /**
     * Returns the edges of the numbers' bins, which hold about equally many training rows.
     *
     * @param bins the maximum number of bins of a number
     */
    BinEdges edges(int bins) {
        return new BinEdges(runs.stream()
                .map(Run::scaling)
                .filter(scaling -> scaling != null)
                .map(scaling -> edges(scaling, bins))
                .toList());
    }

    /**
     * Returns the edges of a number's bins in units of the scaled number. Only quantiles record the distribution of the
     * training rows; for the other scalings, the edges are those of a normal distribution.
     */
    private static double[] edges(NumberScaling scaling, int bins) {
        if (scaling instanceof NumberScaling.Quantile quantile) {
            return thinned(quantile.normals(), bins);
        }
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            double normal = StandardNormal.quantile(Math.min(Math.max(i, OUTSIDE), bins - OUTSIDE) / bins);
            edges[i] = scaling instanceof NumberScaling.Robust ? ROBUST_NORMAL.scaled(normal) : normal;
        }
        return edges;
    }

    /**
     * Returns at most {@code bins + 1} of the ascending numbers, evenly chosen, always with the first and the last.
     */
    private static double[] thinned(double[] numbers, int bins) {
        int last = Math.min(bins, numbers.length - 1);
        return IntStream.rangeClosed(0, last)
                .mapToDouble(i -> (float) numbers[(int) ((long) i * (numbers.length - 1) / last)])
                .distinct()
                .toArray();
    }
}
