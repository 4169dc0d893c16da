package io.credence.ensemble.calibration;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Vector and matrix scaling (Guo et al. 2017): logits z become W z + b, fitted by the mixture's likelihood on validation rows that are spread
 * over a cluster. It starts from the fitted temperature T, W = I / T and b = 0, and keeps near it by a normal prior, which counts for less
 * the more rows there are: deviations of half of 1 / T for the diagonal, a twentieth of 1 / T for what is off it, which is what lets
 * matrix scaling go astray (off-diagonal and intercept regularisation, Kull et al. 2019), and 1 for the intercepts.
 *
 * <p>Measured in these deviations the parameters are all alike, and L-BFGS (Nocedal 1980) takes few steps. A pass over the rows tries four
 * lengths of a step at once, because a pass costs far more than what is computed in it.
 */
final class AffineFit {
    private static final double[] STEPS = {1, 0.3, 0.1, 0.03};
    private static final int MOST_PASSES = 50;
    private static final int MEMORY = 8;
    private static final double LEAST_GAIN = 1e-7;

    private final Function<double[][], AffineLikelihood> pass;
    private final double[] start;
    private final double[] deviations;
    private final Deque<double[][]> history = new ArrayDeque<>();

    private AffineFit(Function<double[][], AffineLikelihood> pass, int classes, double temperature, boolean diagonal) {
        this.pass = pass;
        this.start = AffineLogits.ofTemperature(classes, temperature, diagonal);
        this.deviations = new double[start.length];
        for (int p = 0; p < start.length; p++) {
            boolean isBias = p >= start.length - classes;
            deviations[p] = isBias ? 1 : (start[p] != 0 ? 0.5 : 0.05) / temperature;
        }
    }

    /**
     * Fits a map.
     *
     * @param pass sums over all validation rows at the parameters it is given; called at most {@value #MOST_PASSES} times
     * @param temperature where the search starts, above 0
     * @param diagonal whether W is
     */
    static Calibration fit(
            Function<double[][], AffineLikelihood> pass, int classes, double temperature, boolean diagonal) {
        return new AffineLogits(classes, new AffineFit(pass, classes, temperature, diagonal).search()).calibration();
    }

    /** A place in units of deviations, with the cost there and its gradient. */
    private record Point(double[] x, double cost, double[] gradient) {}

    private double[] search() {
        Point point = best(new double[start.length], new double[start.length]);
        for (int i = 1; i < MOST_PASSES; i++) {
            Point next = best(point.x, direction(point.gradient));
            if (!(next.cost < point.cost - LEAST_GAIN * Math.abs(point.cost))) {
                break;
            }
            remember(minus(next.x, point.x), minus(next.gradient, point.gradient));
            point = next;
        }
        return parameters(point.x);
    }

    /** The least cost at the tried lengths of a step. */
    private Point best(double[] from, double[] direction) {
        double[][] places = new double[STEPS.length][];
        double[][] candidates = new double[STEPS.length][];
        for (int i = 0; i < STEPS.length; i++) {
            places[i] = from.clone();
            add(places[i], STEPS[i], direction);
            candidates[i] = parameters(places[i]);
        }
        AffineLikelihood likelihood = pass.apply(candidates);
        Point best = null;
        for (int i = 0; i < STEPS.length; i++) {
            double cost = likelihood.negativeLogLikelihood(i) + 0.5 * dot(places[i], places[i]);
            if (best == null || cost < best.cost || Double.isNaN(best.cost)) {
                double[] gradient = places[i].clone();
                for (int p = 0; p < gradient.length; p++) {
                    gradient[p] += deviations[p] * likelihood.gradient(i)[p];
                }
                best = new Point(places[i], cost, gradient);
            }
        }
        return best;
    }

    private double[] parameters(double[] x) {
        double[] parameters = start.clone();
        for (int p = 0; p < x.length; p++) {
            parameters[p] += deviations[p] * x[p];
        }
        return parameters;
    }

    /** The two-loop recursion; before there is any memory, a step of length 1 down the gradient. */
    private double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        Deque<Double> alphas = new ArrayDeque<>();
        for (double[][] pair : history) {
            double alpha = dot(pair[0], q) / dot(pair[0], pair[1]);
            alphas.push(alpha);
            add(q, -alpha, pair[1]);
        }
        double[][] latest = history.peek();
        double scale = latest == null
                ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
                : dot(latest[0], latest[1]) / dot(latest[1], latest[1]);
        for (int p = 0; p < q.length; p++) {
            q[p] *= scale;
        }
        for (Iterator<double[][]> oldest = history.descendingIterator(); oldest.hasNext(); ) {
            double[][] pair = oldest.next();
            add(q, alphas.pop() - dot(pair[1], q) / dot(pair[0], pair[1]), pair[0]);
        }
        for (int p = 0; p < q.length; p++) {
            q[p] = -q[p];
        }
        return q;
    }

    /** Only where the cost curves upwards: otherwise the memory would point uphill. */
    private void remember(double[] step, double[] change) {
        if (dot(step, change) > 0) {
            history.push(new double[][] {step, change});
            if (history.size() > MEMORY) {
                history.removeLast();
            }
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int p = 0; p < to.length; p++) {
            to[p] += factor * what[p];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += a[p] * b[p];
        }
        return sum;
    }
}
