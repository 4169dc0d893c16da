package io.credence.ensemble.calibration;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Vector and matrix scaling (Guo et al. 2017): logits z become W z + b, fitted by maximising the mixture's likelihood
 * on validation rows that may be distributed over a cluster. The search starts from the fitted temperature T: W = I /
 * T and b = 0. A normal prior keeps it near that start, and loses influence as the number of rows grows. Its standard
 * deviations are 1 / (2 T) for the diagonal, 1 / (20 T) off the diagonal and 1 for the intercepts. The off-diagonal
 * prior is the tightest because those weights cause matrix scaling to overfit (off-diagonal and intercept
 * regularisation, Kull et al. 2019).
 *
 * <p>Measured in these standard deviations, all parameters have the same scale, so L-BFGS (Nocedal 1980) takes few
 * steps. A pass over the rows tries four step lengths at once, because the pass itself costs far more than the
 * arithmetic in it.
 */
final class AffineFit {
    private static final double[] STEPS = {1, 0.3, 0.1, 0.03};
    private static final int MAX_PASSES = 50;
    private static final int MEMORY = 8;
    private static final double MIN_GAIN = 1e-7;

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
     * @param pass sums over all validation rows at the given parameters; called at most {@value #MAX_PASSES} times
     * @param temperature the start of the search, above 0
     * @param diagonal whether W is diagonal
     */
    static Calibration fit(
            Function<double[][], AffineLikelihood> pass, int classes, double temperature, boolean diagonal) {
        return new AffineLogits(classes, new AffineFit(pass, classes, temperature, diagonal).search()).calibration();
    }

    /** A point in units of standard deviations, with the cost and its gradient there. */
    private record Point(double[] x, double cost, double[] gradient) {}

    private double[] search() {
        Point point = best(new double[start.length], new double[start.length]);
        for (int i = 1; i < MAX_PASSES; i++) {
            Point next = best(point.x, direction(point.gradient));
            if (!(next.cost < point.cost - MIN_GAIN * Math.abs(point.cost))) {
                break;
            }
            remember(minus(next.x, point.x), minus(next.gradient, point.gradient));
            point = next;
        }
        return parameters(point.x);
    }

    /** Returns the point with the lowest cost among the step lengths tried. */
    private Point best(double[] from, double[] direction) {
        double[][] points = new double[STEPS.length][];
        double[][] candidates = new double[STEPS.length][];
        for (int i = 0; i < STEPS.length; i++) {
            points[i] = from.clone();
            add(points[i], STEPS[i], direction);
            candidates[i] = parameters(points[i]);
        }
        AffineLikelihood likelihood = pass.apply(candidates);
        Point best = null;
        for (int i = 0; i < STEPS.length; i++) {
            double cost = likelihood.negativeLogLikelihood(i) + 0.5 * dot(points[i], points[i]);
            if (best == null || cost < best.cost || Double.isNaN(best.cost)) {
                double[] gradient = points[i].clone();
                for (int p = 0; p < gradient.length; p++) {
                    gradient[p] += deviations[p] * likelihood.gradient(i)[p];
                }
                best = new Point(points[i], cost, gradient);
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

    /** Returns the direction of the two-loop recursion or, without history, a step of length 1 down the gradient. */
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

    /** Remembers a step if the cost curves upwards along it; otherwise the history would point uphill. */
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

    private static void add(double[] to, double factor, double[] term) {
        for (int p = 0; p < to.length; p++) {
            to[p] += factor * term[p];
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
