package io.credence.ensemble.metric;

import java.util.Arrays;

/**
 * Rows in ascending order of a score, and the metrics that depend only on that order. Every row has a loss; rows in
 * the same bin are tied. If two kinds of rows are compared, a loss of 1 marks a positive row. If rows are selected, it
 * marks a wrong prediction.
 *
 * @param low the lowest score of each bin
 * @param high the highest score of each bin; equal to {@code low} if scores are exact
 * @param count the number of rows in each bin
 * @param loss the sum of the losses in each bin
 */
public record Ranking(double[] low, double[] high, long[] count, double[] loss) {
    /** Returns the number of rows. */
    public long rows() {
        return Arrays.stream(count).sum();
    }

    /** Returns the sum of all losses. */
    public double losses() {
        return Arrays.stream(loss).sum();
    }

    /**
     * Returns the probability that a positive row (loss 1) scores above a negative one (loss 0), with its 95 %
     * confidence interval. Ties count half. NaN if one kind has no rows.
     */
    public ConfidenceInterval auroc() {
        double positives = losses();
        double negatives = rows() - positives;
        double sum = 0;
        double positiveSquares = 0;
        double negativeSquares = 0;
        double negativesBelow = 0;
        double positivesBelow = 0;
        for (int b = 0; b < count.length; b++) {
            double positive = loss[b];
            double negative = count[b] - positive;
            double positivePlacement = (negativesBelow + 0.5 * negative) / negatives;
            double negativePlacement = (positives - positivesBelow - 0.5 * positive) / positives;
            sum += positive * positivePlacement;
            positiveSquares += positive * positivePlacement * positivePlacement;
            negativeSquares += negative * negativePlacement * negativePlacement;
            negativesBelow += negative;
            positivesBelow += positive;
        }
        double area = sum / positives;
        double variance = variance(positiveSquares, area, positives) + variance(negativeSquares, area, negatives);
        return ConfidenceInterval.ofArea(area, positives, negatives, variance);
    }

    /** Returns the squared standard error of a mean, given the sum of the squares. */
    private static double variance(double squares, double mean, double n) {
        return n < 2 ? 0 : Math.max(0, squares / n - mean * mean) / (n - 1);
    }

    /**
     * Returns the area under the precision-recall curve as average precision: the mean precision at the positive rows.
     */
    public double averagePrecision() {
        double positives = losses();
        double truePositives = 0;
        double flagged = 0;
        double sum = 0;
        for (int b = count.length - 1; b >= 0; b--) {
            truePositives += loss[b];
            flagged += count[b];
            sum += loss[b] * truePositives / flagged;
        }
        return sum / positives;
    }

    /**
     * Returns the false positive rate at the highest threshold that reaches a given true positive rate; NaN without
     * positive rows.
     */
    public double falsePositiveRate(double truePositiveRate) {
        double positives = losses();
        double negatives = rows() - positives;
        double truePositives = 0;
        double falsePositives = 0;
        for (int b = count.length - 1; b >= 0 && truePositives < truePositiveRate * positives; b--) {
            truePositives += loss[b];
            falsePositives += count[b] - loss[b];
        }
        return positives > 0 ? falsePositives / negatives : Double.NaN;
    }

    /**
     * Returns the true positive rate at equally spaced false positive rates, interpolated linearly within ties.
     *
     * @param steps the number of steps from 0 to 1
     */
    public Curve receiverOperatingCharacteristic(int steps) {
        double positives = losses();
        double negatives = rows() - positives;
        double[] x = new double[steps + 1];
        double[] y = new double[steps + 1];
        long[] rowCounts = new long[steps + 1];
        double truePositives = 0;
        double falsePositives = 0;
        int b = count.length - 1;
        for (int i = 0; i <= steps; i++) {
            double target = negatives * i / steps;
            while (b >= 0 && falsePositives + (count[b] - loss[b]) <= target) {
                falsePositives += count[b] - loss[b];
                truePositives += loss[b];
                b--;
            }
            double tiedFraction = b < 0 ? 0 : (target - falsePositives) / (count[b] - loss[b]);
            x[i] = i / (double) steps;
            y[i] = (truePositives + (b < 0 ? 0 : tiedFraction * loss[b])) / positives;
            rowCounts[i] = Math.round(target);
        }
        return new Curve(x, y, rowCounts);
    }

    /**
     * Returns the area under the risk-coverage curve (Geifman and El-Yaniv 2017): the mean, over all coverages i / n,
     * of the mean loss of the i rows with the lowest scores. Tied rows contribute the average over their orders.
     */
    public double areaUnderRiskCoverage() {
        double sum = 0;
        double before = 0;
        double lossBefore = 0;
        for (int b = 0; b < count.length; b++) {
            double meanLoss = loss[b] / count[b];
            // Risk after j of the bin's rows: (L + j r) / (N + j) = r + (L - N r) / (N + j).
            sum += meanLoss * count[b] + (lossBefore - meanLoss * before) * harmonic(before, count[b]);
            before += count[b];
            lossBefore += loss[b];
        }
        return sum / before;
    }

    /** Returns the sum of 1 / (start + j) for j = 1 .. n. */
    private static double harmonic(double start, long n) {
        double sum = 0;
        long direct = Math.min(n, Math.max(0, 64 - (long) start));
        for (long j = 1; j <= direct; j++) {
            sum += 1 / (start + j);
        }
        double from = start + direct;
        double to = start + n;
        // A truncated Euler-Maclaurin formula: from is at least 64, so the next term is below 1e-13.
        return direct == n ? sum : sum + Math.log1p((to - from) / from) + correction(to) - correction(from);
    }

    private static double correction(double n) {
        return 1 / (2 * n) - 1 / (12 * n * n) + 1 / (120 * n * n * n * n);
    }

    /**
     * Returns the mean loss of the rows with the lowest scores, at equally spaced fractions of the rows.
     *
     * @param points the number of fractions; the last includes all rows
     */
    public Curve riskCoverage(int points) {
        double rows = rows();
        double[] x = new double[points];
        double[] y = new double[points];
        long[] rowCounts = new long[points];
        double before = 0;
        double lossBefore = 0;
        int b = 0;
        for (int i = 0; i < points; i++) {
            double target = rows * (i + 1) / points;
            while (b < count.length - 1 && before + count[b] < target) {
                before += count[b];
                lossBefore += loss[b];
                b++;
            }
            x[i] = (i + 1) / (double) points;
            y[i] = count.length == 0 ? Double.NaN : (lossBefore + (target - before) * loss[b] / count[b]) / target;
            rowCounts[i] = Math.round(target);
        }
        return new Curve(x, y, rowCounts);
    }

    /**
     * Returns a histogram of non-negative scores, with bins of equal width from 0 to the 99 % quantile. Rows beyond it
     * are counted in the last bin, so that a long tail does not squeeze all other rows into one bin.
     */
    Curve distribution(int bins) {
        double rows = rows();
        double top = count.length == 0 ? 0 : high[binOf((long) Math.ceil(0.99 * rows))];
        double width = top > 0 ? top / bins : 1.0 / bins;
        long[] counts = new long[bins];
        for (int b = 0; b < count.length; b++) {
            counts[(int) Math.min(bins - 1, 0.5 * (low[b] + high[b]) / width)] += count[b];
        }
        double[] x = new double[bins];
        double[] y = new double[bins];
        for (int i = 0; i < bins; i++) {
            x[i] = (i + 0.5) * width;
            y[i] = counts[i] / rows;
        }
        return new Curve(x, y, counts);
    }

    /**
     * Returns the mean distance between score and loss over bins of equal mass (Nguyen and O'Connor 2015). With 1 -
     * confidence as the score and errors as the loss, this is the adaptive expected calibration error. Rows with equal
     * scores that straddle two bins are divided in proportion.
     *
     * @param maxBins the number of bins, unless there are fewer rows
     */
    public double equalMassError(int maxBins) {
        double rows = rows();
        double bins = Math.min(maxBins, rows);
        double sum = 0;
        double gap = 0;
        double unfilled = rows / bins;
        for (int b = 0; b < count.length; b++) {
            double meanGap = 0.5 * (low[b] + high[b]) - loss[b] / count[b];
            double rowsLeft = count[b];
            while (rowsLeft > unfilled) {
                sum += Math.abs(gap + unfilled * meanGap);
                rowsLeft -= unfilled;
                gap = 0;
                unfilled = rows / bins;
            }
            gap += rowsLeft * meanGap;
            unfilled -= rowsLeft;
        }
        return (sum + Math.abs(gap)) / rows;
    }

    /**
     * Returns the score of the row with a given rank, by ascending score.
     *
     * @param rank from 1 to the number of rows
     * @return an upper bound of the row's score; the excess is less than the width of a bin plus the rounding to
     *     float32
     */
    public double orderStatistic(long rank) {
        return Math.nextUp((float) high[binOf(rank)]);
    }

    private int binOf(long rank) {
        long below = 0;
        int b = 0;
        while (below + count[b] < rank) {
            below += count[b];
            b++;
        }
        return b;
    }
}
