package io.credence.kernels.operation;

import io.credence.kernels.loss.SoftmaxFocal;
import io.credence.kernels.loss.TripletMining;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.image.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The operations in double precision, written as plainly as their formulas, without regard to speed. Matrices are
 * stored by rows.
 */
public final class Definitions {
    private Definitions() {}

    static double[] add(double[][] in) {
        return each(in[0].length, i -> in[0][i] + in[1][i]);
    }

    static double[] multiply(double[][] in) {
        return each(in[0].length, i -> in[0][i] * in[1][i]);
    }

    static double[] each(int size, java.util.function.IntToDoubleFunction f) {
        double[] out = new double[size];
        Arrays.setAll(out, f);
        return out;
    }

    /** Returns half the squared distance of each row from its target. */
    public static double[] squaredError(double[][] in, int rows) {
        int columns = in[0].length / rows;
        double[] loss = new double[rows];
        for (int i = 0; i < in[0].length; i++) {
            loss[i / columns] += 0.5 * (in[0][i] - in[1][i]) * (in[0][i] - in[1][i]);
        }
        return loss;
    }

    static double[] product(double[] a, double[] b, int rows) {
        int inner = a.length / rows;
        int columns = b.length / inner;
        double[] out = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < inner; k++) {
                    out[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return out;
    }

    static double[] affine(Activation f, double[][] in, int rows) {
        double[] z = product(in[0], in[1], rows);
        return each(z.length, i -> activate(f, z[i] + in[2][i % in[2].length]));
    }

    static double[] scale(double[][] in) {
        int columns = in[1].length;
        return each(in[0].length, i -> in[0][i] * in[1][i % columns] + (in.length == 3 ? in[2][i % columns] : 0));
    }

    /** Applies a definition to each of equal ranges of all inputs, and joins the results. */
    static double[] perMember(int members, double[][] in, OperationCase.Definition definition) {
        return IntStream.range(0, members)
                .mapToObj(m -> Arrays.stream(in)
                        .map(all -> Arrays.copyOfRange(all, m * all.length / members, (m + 1) * all.length / members))
                        .toArray(double[][]::new))
                .flatMapToDouble(own -> Arrays.stream(definition.apply(own)))
                .toArray();
    }

    /** Applies an activation, element by element. */
    public static double[] activate(Activation f, double[] x) {
        return each(x.length, i -> activate(f, x[i]));
    }

    /** Applies an activation to one value. */
    public static double activate(Activation f, double x) {
        return switch (f) {
            case IDENTITY -> x;
            case SIGMOID -> sigmoid(x);
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case ELU -> x > 0 ? x : Math.expm1(x);
            case GELU -> x * normalDistribution(x);
            case SILU -> x * sigmoid(x);
            case SOFTPLUS -> softplus(x);
        };
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Returns the normal distribution function by Simpson's rule from -12; the error is negligible. */
    static double normalDistribution(double x) {
        if (x > 0) {
            return 1 - normalDistribution(-x);
        }
        int steps = 4000;
        double width = (x + 12) / steps;
        if (width <= 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double from = -12 + i * width;
            sum += width / 6 * (density(from) + 4 * density(from + width / 2) + density(from + width));
        }
        return sum;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Returns the normal quantile, by bisection. */
    static double normalQuantile(double p) {
        double low = -8;
        double high = 8;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (normalDistribution(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    static double[] markMissing(double[] x, int rows, int numbers) {
        int columns = x.length / rows;
        int width = numbers + columns;
        return each(rows * width, i -> {
            int column = i % width;
            double value = x[i / width * columns + (column < numbers ? column : column - numbers)];
            if (column < numbers) {
                return Double.isNaN(value) ? 4 : 0;
            }
            return Double.isNaN(value) ? 0 : value;
        });
    }

    /** Applies batch normalisation to x, with gain, bias and the statistics of all rows. */
    public static double[] batchNormalize(double[][] in, int rows, double epsilon) {
        int columns = in[0].length / rows;
        double[] out = new double[in[0].length];
        for (int j = 0; j < columns; j++) {
            int column = j;
            double[] values = each(rows, i -> in[0][i * columns + column]);
            double[] normalized = normalize(values, mean(values), epsilon);
            for (int i = 0; i < rows; i++) {
                out[i * columns + j] = normalized[i] * in[1][j] + in[2][j];
            }
        }
        return out;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double[] normalize(double[] values, double centre, double epsilon) {
        double variance = mean(each(values.length, i -> (values[i] - centre) * (values[i] - centre)));
        return each(values.length, i -> (values[i] - centre) / Math.sqrt(variance + epsilon));
    }

    static double[] layerNormalize(double[][] in, int rows, double epsilon) {
        int columns = in[0].length / rows;
        double[] out = new double[in[0].length];
        for (int row = 0; row < rows; row++) {
            double[] values = Arrays.copyOfRange(in[0], row * columns, (row + 1) * columns);
            double[] normalized = normalize(values, mean(values), epsilon);
            for (int j = 0; j < columns; j++) {
                out[row * columns + j] = normalized[j] * in[1][j] + in[2][j];
            }
        }
        return out;
    }

    static double[] rmsNormalize(double[][] in, int rows, double epsilon) {
        int columns = in[0].length / rows;
        double[] out = new double[in[0].length];
        for (int row = 0; row < rows; row++) {
            double[] values = Arrays.copyOfRange(in[0], row * columns, (row + 1) * columns);
            double[] normalized = normalize(values, 0, epsilon);
            for (int j = 0; j < columns; j++) {
                out[row * columns + j] = normalized[j] * in[1][j];
            }
        }
        return out;
    }

    static double[] variationalAffine(double[][] in, int rows, double[] noise) {
        double[] mean = product(in[0], in[1], rows);
        double[] squares = each(in[0].length, i -> in[0][i] * in[0][i]);
        double[] variances = each(in[2].length, i -> Math.pow(softplus(in[2][i]), 2));
        double[] variance = product(squares, variances, rows);
        int columns = in[3].length;
        return each(
                mean.length,
                i -> mean[i]
                        + in[3][i % columns]
                        + noise[i] * Math.sqrt(variance[i] + Math.pow(softplus(in[4][i % columns]), 2)));
    }

    static double[] convolve(Window w, Activation f, double[][] in, int images) {
        int out = in[2].length;
        double[] result = new double[images * w.patches() * out];
        for (int i = 0; i < result.length; i++) {
            int image = i / (w.patches() * out);
            int position = i / out % w.patches();
            double sum = in[2][i % out];
            for (int p = 0; p < w.patchSize(); p++) {
                sum += pixel(w, in[0], image, position, p) * in[1][p * out + i % out];
            }
            result[i] = activate(f, sum);
        }
        return result;
    }

    /**
     * Returns element p of the patch at a position, counted by window row, then column, then channel; 0 outside the
     * image.
     */
    private static double pixel(Window w, double[] images, int image, int position, int p) {
        int y = position / w.outWidth() * w.step() - w.padding() + p / (w.windowWidth() * w.channels());
        int x = position % w.outWidth() * w.step() - w.padding() + p / w.channels() % w.windowWidth();
        if (y < 0 || y >= w.height() || x < 0 || x >= w.width()) {
            return 0;
        }
        return images[((image * w.height() + y) * w.width() + x) * w.channels() + p % w.channels()];
    }

    static double[] pool(Window w, boolean largest, double[][] in, int images) {
        double[] result = new double[images * w.patches() * w.channels()];
        for (int i = 0; i < result.length; i++) {
            int image = i / (w.patches() * w.channels());
            int position = i / w.channels() % w.patches();
            int channel = i % w.channels();
            int pixels = w.windowHeight() * w.windowWidth();
            double[] window = each(pixels, p -> pixel(w, in[0], image, position, p * w.channels() + channel));
            result[i] = largest ? Arrays.stream(window).max().orElseThrow() : mean(window);
        }
        return result;
    }

    static double[] gaussianHead(double[][] in, int rows, double floor) {
        int columns = in[0].length / rows;
        return each(in[0].length, i -> i % columns < columns / 2 ? in[0][i] : softplus(in[0][i]) + floor);
    }

    /** Returns v^beta for every predicted variance, which the loss treats as a constant. */
    static double[] variancePowers(float[] predicted, int rows, double beta) {
        int targets = predicted.length / rows / 2;
        return each(rows * targets, i -> Math.pow(predicted[i / targets * 2 * targets + targets + i % targets], beta));
    }

    static double[] gaussianNll(double[][] in, int rows, double[] weights) {
        int targets = in[1].length / rows;
        double[] loss = new double[rows];
        for (int i = 0; i < in[1].length; i++) {
            int at = i / targets * 2 * targets + i % targets;
            double variance = in[0][at + targets];
            double error = in[0][at] - in[1][i];
            loss[i / targets] += weights[i] * 0.5 * (Math.log(2 * Math.PI * variance) + error * error / variance);
        }
        return loss;
    }

    static double[] logSoftmax(double[] z, int rows) {
        int classes = z.length / rows;
        double[] out = new double[z.length];
        for (int row = 0; row < rows; row++) {
            double[] values = Arrays.copyOfRange(z, row * classes, (row + 1) * classes);
            double max = Arrays.stream(values).max().orElseThrow();
            double sum = Arrays.stream(values).map(v -> Math.exp(v - max)).sum();
            for (int k = 0; k < classes; k++) {
                out[row * classes + k] = values[k] - max - Math.log(sum);
            }
        }
        return out;
    }

    static double[] softmax(double[] z, int rows) {
        return Arrays.stream(logSoftmax(z, rows)).map(Math::exp).toArray();
    }

    static double[] oneHot(double[] labels, int classes) {
        return each(labels.length * classes, i -> labels[i / classes] == i % classes ? 1 : 0);
    }

    static double[] smoothed(double[] labels, int classes, double smoothing) {
        double[] indicators = oneHot(labels, classes);
        return each(indicators.length, i -> indicators[i] * (1 - smoothing) + smoothing / classes);
    }

    static double[] crossEntropy(double[][] in, int rows, double smoothing) {
        int classes = in[0].length / rows;
        double[] logarithms = logSoftmax(in[0], rows);
        double[] targets = smoothed(in[1], classes, smoothing);
        double[] loss = new double[rows];
        for (int i = 0; i < targets.length; i++) {
            loss[i / classes] -= targets[i] * logarithms[i];
        }
        return loss;
    }

    static double[] binaryLogits(double[] z) {
        return each(2 * z.length, i -> i % 2 == 0 ? 0 : z[i / 2]);
    }

    static double[] focal(double[][] in, int rows, SoftmaxFocal focal) {
        int classes = in[0].length / rows;
        double[] logarithms = logSoftmax(in[0], rows);
        double[] targets = smoothed(in[1], classes, focal.smoothing());
        double[] loss = new double[rows];
        for (int i = 0; i < targets.length; i++) {
            double alpha = focal.alpha().isEmpty() ? 1 : focal.alpha().get(i % classes);
            double complement = -Math.expm1(logarithms[i]);
            loss[i / classes] -= targets[i] * alpha * Math.pow(complement, focal.gamma()) * logarithms[i];
        }
        return loss;
    }

    private static double distance(double[] x, int rows, int a, int b) {
        int columns = x.length / rows;
        double sum = 0;
        for (int j = 0; j < columns; j++) {
            sum += Math.pow(x[a * columns + j] - x[b * columns + j], 2);
        }
        return Math.sqrt(sum);
    }

    static double[] contrastive(double[][] in, int rows, double margin) {
        double[] loss = new double[rows];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < rows; b++) {
                double d = distance(in[0], rows, a, b);
                double shortfall = Math.max(0, margin - d);
                if (a != b) {
                    loss[a] += (in[1][a] == in[1][b] ? d * d : shortfall * shortfall) / (rows - 1);
                }
            }
        }
        return loss;
    }

    static double[] triplet(double[][] in, int rows, double margin, TripletMining mining) {
        double[] loss = new double[rows];
        for (int anchor = 0; anchor < rows; anchor++) {
            int a = anchor;
            double[] positives = java.util.stream.IntStream.range(0, rows)
                    .filter(b -> b != a && in[1][a] == in[1][b])
                    .mapToDouble(b -> distance(in[0], rows, a, b))
                    .sorted()
                    .toArray();
            double[] negatives = java.util.stream.IntStream.range(0, rows)
                    .filter(b -> in[1][a] != in[1][b])
                    .mapToDouble(b -> distance(in[0], rows, a, b))
                    .sorted()
                    .toArray();
            if (positives.length > 0 && negatives.length > 0) {
                loss[a] = triplets(positives, negatives, margin, mining);
            }
        }
        return loss;
    }

    /** Returns the mean loss of an anchor's triples; both arrays of distances are sorted. */
    private static double triplets(double[] positives, double[] negatives, double margin, TripletMining mining) {
        return switch (mining) {
            case ALL ->
                mean(each(
                        positives.length * negatives.length,
                        i -> Math.max(0, positives[i / negatives.length] - negatives[i % negatives.length] + margin)));
            case HARD -> Math.max(0, positives[positives.length - 1] - negatives[0] + margin);
            case SEMI_HARD ->
                mean(each(positives.length, i -> {
                    double negative = Arrays.stream(negatives)
                            .filter(d -> d > positives[i])
                            .findFirst()
                            .orElse(negatives[negatives.length - 1]);
                    return Math.max(0, positives[i] - negative + margin);
                }));
        };
    }

    static double[] gaussianDivergence(double[][] in, double deviation) {
        double sum = 0;
        for (int i = 0; i < in[0].length; i++) {
            double sigma = softplus(in[1][i]);
            sum += Math.log(deviation / sigma)
                    + (sigma * sigma + in[0][i] * in[0][i]) / (2 * deviation * deviation)
                    - 0.5;
        }
        return new double[] {sum};
    }

    static double[] mixtureDivergence(double[][] in, MixtureDivergence prior, double[] noise) {
        double sum = 0;
        for (int i = 0; i < in[0].length; i++) {
            double sigma = softplus(in[1][i]);
            double weight = in[0][i] + sigma * noise[i];
            double entropy = 0.5 * (1 + Math.log(2 * Math.PI)) + Math.log(sigma);
            double likelihood = prior.share() * density(weight / prior.wide()) / prior.wide()
                    + (1 - prior.share()) * density(weight / prior.narrow()) / prior.narrow();
            sum -= entropy + Math.log(likelihood);
        }
        return new double[] {sum};
    }
}
