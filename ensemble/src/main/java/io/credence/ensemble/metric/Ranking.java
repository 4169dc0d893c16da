package io.credence.ensemble.metric;

import java.util.Arrays;

/**
 * Rows in ascending order of a score, those of one bin tied, each with a loss; and the metrics that depend on the order only. A
 * loss of 1 stands for a positive row where two kinds are told apart, and for a wrong one where rows are selected.
 *
 * @param low the least score of each bin
 * @param high the greatest score of each bin; equal to {@code low} where scores were kept exactly
 * @param count the rows of each bin
 * @param loss the sum of the losses of each bin
 */
public record Ranking(double[] low, double[] high, long[] count, double[] loss) {
    /** The number of rows. */
    public long rows() {
        return Arrays.stream(count).sum();
    }

    /** The sum of all losses. */
    public double losses() {
        return Arrays.stream(loss).sum();
    }

    /**
     * The probability that a positive row (loss 1) scores above a negative one (loss 0), ties counting half, with its 95 % confidence
     * interval. NaN where there are no rows of one kind.
     */
    public Interval auroc() {
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
            double above = (negativesBelow + 0.5 * negative) / negatives;
            double below = (positives - positivesBelow - 0.5 * positive) / positives;
            sum += positive * above;
            positiveSquares += positive * above * above;
            negativeSquares += negative * below * below;
            negativesBelow += negative;
            positivesBelow += positive;
        }
        double area = sum / positives;
        double variance = variance(positiveSquares, area, positives) + variance(negativeSquares, area, negatives);
        return Interval.ofArea(area, positives, negatives, variance);
    }

    /** The squared standard error of a mean from the sum of the squares. */
    private static double variance(double squares, double mean, double n) {
        return n < 2 ? 0 : Math.max(0, squares / n - mean * mean) / (n - 1);
    }

    /** The area under the precision-recall curve as average precision: the mean, over the positives, of the precision there. */
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

    /** The share of the negatives that are flagged when at least a given share of the positives is. */
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
     * The share of the positives that score above a threshold against the share of the negatives that do, at equally spaced
     * shares of the negatives; straight lines where rows are tied.
     *
     * @param steps how many steps from 0 to 1
     */
    public Curve receiverOperatingCharacteristic(int steps) {
        double positives = losses();
        double negatives = rows() - positives;
        double[] x = new double[steps + 1];
        double[] y = new double[steps + 1];
        long[] behind = new long[steps + 1];
        double truePositives = 0;
        double falsePositives = 0;
        int b = count.length - 1;
        for (int i = 0; i <= steps; i++) {
            double wanted = negatives * i / steps;
            while (b >= 0 && falsePositives + (count[b] - loss[b]) <= wanted) {
                falsePositives += count[b] - loss[b];
                truePositives += loss[b];
                b--;
            }
            double part = b < 0 ? 0 : (wanted - falsePositives) / (count[b] - loss[b]);
            x[i] = i / (double) steps;
            y[i] = (truePositives + (b < 0 ? 0 : part * loss[b])) / positives;
            behind[i] = Math.round(wanted);
        }
        return new Curve(x, y, behind);
    }

    /**
     * The area under the risk-coverage curve (Geifman and El-Yaniv 2017): the mean, over all coverages i / n, of the mean loss of
     * the i rows of least score. Among tied rows it is what their average order gives.
     */
    public double areaUnderRiskCoverage() {
        double sum = 0;
        double before = 0;
        double lossBefore = 0;
        for (int b = 0; b < count.length; b++) {
            double each = loss[b] / count[b];
            // Risk after j of the bin's rows: (L + j r) / (N + j) = r + (L - N r) / (N + j).
            sum += each * count[b] + (lossBefore - each * before) * harmonic(before, count[b]);
            before += count[b];
            lossBefore += loss[b];
        }
        return sum / before;
    }

    /** The sum of 1 / (start + j) for j = 1 .. n. */
    private static double harmonic(double start, long n) {
        double sum = 0;
        long direct = Math.min(n, Math.max(0, 64 - (long) start));
        for (long j = 1; j <= direct; j++) {
            sum += 1 / (start + j);
        }
        double from = start + direct;
        double to = start + n;
        // Euler-Maclaurin; from is at least 64, so that the next term is below 1e-13.
        return direct == n ? sum : sum + Math.log1p((to - from) / from) + correction(to) - correction(from);
    }

    private static double correction(double n) {
        return 1 / (2 * n) - 1 / (12 * n * n) + 1 / (120 * n * n * n * n);
    }

    /**
     * The mean loss of the rows of least score, at equally spaced shares of the rows.
     *
     * @param points how many shares; the last is all rows
     */
    public Curve riskCoverage(int points) {
        double rows = rows();
        double[] x = new double[points];
        double[] y = new double[points];
        long[] behind = new long[points];
        double before = 0;
        double lossBefore = 0;
        int b = 0;
        for (int i = 0; i < points; i++) {
            double wanted = rows * (i + 1) / points;
            while (b < count.length - 1 && before + count[b] < wanted) {
                before += count[b];
                lossBefore += loss[b];
                b++;
            }
            x[i] = (i + 1) / (double) points;
            y[i] = count.length == 0 ? Double.NaN : (lossBefore + (wanted - before) * loss[b] / count[b]) / wanted;
            behind[i] = Math.round(wanted);
        }
        return new Curve(x, y, behind);
    }

    /**
     * How the rows are distributed over scores of at least 0: bins of equal width from 0 to the score that 99 % of the rows do not
     * exceed, so that a long tail does not press all others into one bin; the rows beyond are counted in the last.
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
     * The mean distance of the score from the loss over bins of equal mass (Nguyen and O'Connor 2015); with 1 - confidence as the
     * score and errors as the loss, the adaptive expected calibration error. Rows of one score are divided evenly where they
     * straddle two bins.
     *
     * @param most how many bins; not more than there are rows are used
     */
    public double equalMassError(int most) {
        double rows = rows();
        double bins = Math.min(most, rows);
        double sum = 0;
        double gap = 0;
        double room = rows / bins;
        for (int b = 0; b < count.length; b++) {
            double each = 0.5 * (low[b] + high[b]) - loss[b] / count[b];
            double left = count[b];
            while (left > room) {
                sum += Math.abs(gap + room * each);
                left -= room;
                gap = 0;
                room = rows / bins;
            }
            gap += left * each;
            room -= left;
        }
        return (sum + Math.abs(gap)) / rows;
    }

    /**
     * The row of a given rank by ascending score.
     *
     * @param rank from 1 to the number of rows
     * @return a score that is at least the row's own, by less than a bin and the rounding to float32
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
