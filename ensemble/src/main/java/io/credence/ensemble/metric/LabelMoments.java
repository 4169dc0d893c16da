package io.credence.ensemble.metric;

/** Count, mean and sum of squares about the mean, by the recurrences of Welford (1962) and of Chan, Golub and LeVeque (1979). */
final class LabelMoments {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    void merge(LabelMoments other) {
        if (other.count == 0) {
            return;
        }
        long both = count + other.count;
        double apart = other.mean - mean;
        mean += apart * other.count / both;
        squares += other.squares + apart * apart * ((double) count * other.count / both);
        count = both;
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    /** The sum of the squared distances from the mean. */
    double squares() {
        return squares;
    }
}
