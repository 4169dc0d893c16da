package io.credence.kernels.graph;

import io.credence.kernels.graph.OperationCase.Definition;
import io.credence.kernels.graph.OperationCase.Input;
import io.credence.kernels.random.Philox;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.random.Seeds;
import io.credence.kernels.simd.Activation;
import io.credence.kernels.simd.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every operation at random points and at edges, with {@link Definitions}. */
final class OperationCases {
    static final long SEED = 77;
    static final int DRAW = 3;

    private final List<OperationCase> cases = new ArrayList<>();
    private final RandomStream random = new RandomStream(5, Purpose.EVALUATION, 0);

    static List<OperationCase> all() {
        OperationCases all = new OperationCases();
        all.addArithmetic();
        all.addAffine();
        all.addActivations();
        all.addNormalizations();
        all.addRandom();
        all.addImages();
        all.addGaussian();
        all.addClasses();
        all.addFocal();
        all.addPairs();
        all.addDivergences();
        return all.cases;
    }

    static long[] rowKeys(int rows) {
        long[] keys = new long[rows];
        Arrays.setAll(keys, i -> 0x123456789ABCDEFL * (i + 1));
        return keys;
    }

    private void add(String name, Operation operation, int rows, Definition definition, Input... inputs) {
        cases.add(new OperationCase(name, operation, Mode.TRAINING, rows, List.of(inputs), definition));
    }

    private Input gaussian(Shape shape, int rows, double scale) {
        float[] values = new float[shape.rowsIn(rows) * shape.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return new Input(shape, values);
    }

    private Input batch(int rows, int columns) {
        return gaussian(Shape.batchOf(columns), rows, 1);
    }

    private Input fixed(int rows, int columns) {
        return gaussian(Shape.fixed(rows, columns), 0, 1);
    }

    private static Input given(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Input(shape, floats);
    }

    private void addArithmetic() {
        add("add", new Add(), 3, Definitions::add, batch(3, 5), batch(3, 5));
        add("multiply", new Multiply(), 3, Definitions::multiply, batch(3, 5), batch(3, 5));
        add("squared error", new SquaredError(), 3, in -> Definitions.squaredError(in, 3), batch(3, 4), batch(3, 4));
    }

    private void addAffine() {
        for (Activation f : Activation.values()) {
            if (Affine.fuses(f)) {
                add(
                        "affine " + f,
                        new Affine(f),
                        4,
                        in -> Definitions.affine(f, in, 4),
                        batch(4, 5),
                        fixed(5, 3),
                        fixed(1, 3));
            }
        }
        add(
                "affine 1 x 1",
                new Affine(Activation.TANH),
                1,
                in -> Definitions.affine(Activation.TANH, in, 1),
                batch(1, 1),
                fixed(1, 1),
                fixed(1, 1));
        Input rows = given(Shape.batchOf(4), 0.5, -1, 0, 2, 1.5, 2, 2, 0, 3, 1, 0, 2);
        add("embed", new Embed(2), 3, in -> Definitions.embed(in, 3, 2, 3, 2), rows, fixed(3, 3), fixed(4, 2));
    }

    private void addActivations() {
        Input edges = given(Shape.batchOf(8), -30, -10, -1e-3, 1e-3, 0.5, 10, 30, 80);
        for (Activation f : Activation.values()) {
            add("activate " + f, new Activate(f), 3, in -> Definitions.activate(f, in[0]), batch(3, 7));
            add("activate edges " + f, new Activate(f), 1, in -> Definitions.activate(f, in[0]), edges);
        }
    }

    private void addNormalizations() {
        for (int rows : new int[] {2, 5}) {
            add(
                    "batch normalize " + rows,
                    new BatchNormalize(1e-2f, rows == 5),
                    rows,
                    in -> Definitions.batchNormalize(in, rows, 1e-2f),
                    batch(rows, 3),
                    fixed(1, 3),
                    fixed(1, 3),
                    fixed(1, 3),
                    fixed(1, 3));
        }
        Input images = gaussian(Shape.batchOfImages(2, 3, 2), 2, 1);
        add(
                "batch normalize images",
                new BatchNormalize(1e-5f, false),
                2,
                in -> Definitions.batchNormalize(in, 12, 1e-5f),
                images,
                fixed(1, 2),
                fixed(1, 2),
                fixed(1, 2),
                fixed(1, 2));
        add(
                "layer normalize",
                new LayerNormalize(1e-5f),
                3,
                in -> Definitions.layerNormalize(in, 3, 1e-5f),
                batch(3, 6),
                fixed(1, 6),
                fixed(1, 6));
        Input constant = given(Shape.batchOf(3), 2, 2, 2);
        add(
                "layer normalize a constant",
                new LayerNormalize(0.1f),
                1,
                in -> Definitions.layerNormalize(in, 1, 0.1f),
                constant,
                fixed(1, 3),
                fixed(1, 3));
        add(
                "rms normalize",
                new RmsNormalize(1e-5f),
                3,
                in -> Definitions.rmsNormalize(in, 3, 1e-5f),
                batch(3, 6),
                fixed(1, 6));
        Input zeros = given(Shape.batchOf(3), 0, 0, 0);
        add(
                "rms normalize zeros",
                new RmsNormalize(0.1f),
                1,
                in -> Definitions.rmsNormalize(in, 1, 0.1f),
                zeros,
                fixed(1, 3));
    }

    private void addRandom() {
        double[] mask = mask(4, 9, 0.3, 1);
        add(
                "drop units",
                new DropUnits(0.3f, 1),
                4,
                in -> Definitions.multiply(new double[][] {in[0], mask}),
                batch(4, 9));
        double[] noise = noise(Purpose.WEIGHT_NOISE, 2, rowKeys(4), 3);
        Input rho = gaussian(Shape.fixed(5, 3), 0, 0.5);
        Input biasRho = gaussian(Shape.fixed(1, 3), 0, 0.5);
        add(
                "variational affine",
                new VariationalAffine(2),
                4,
                in -> Definitions.variationalAffine(in, 4, noise),
                batch(4, 5),
                fixed(5, 3),
                rho,
                fixed(1, 3),
                biasRho);
    }

    /** Dropout by its definition: a unit of a row is dropped if its random word is below rate 2^32. */
    private static double[] mask(int rows, int units, double rate, int stream) {
        double[] mask = new double[rows * units];
        for (int i = 0; i < mask.length; i++) {
            long word = Integer.toUnsignedLong(word(Purpose.DROPOUT, stream, rowKeys(rows)[i / units], i % units));
            mask[i] = word < (long) ((float) rate * 0x1p32) ? 0 : 1 / (1 - rate);
        }
        return mask;
    }

    private static double[] noise(Purpose purpose, int stream, long[] rowKeys, int units) {
        double[] noise = new double[rowKeys.length * units];
        for (int i = 0; i < noise.length; i++) {
            int word = word(purpose, stream, rowKeys[i / units], i % units);
            double size = -Definitions.normalQuantile(((word >>> 1) + 0.5) / 0x1p32);
            noise[i] = (word & 1) == 1 ? -size : size;
        }
        return noise;
    }

    /** Unit u of a row has word u / 16 mod 4 of the Philox block 16 (u / 64) + u mod 16. */
    private static int word(Purpose purpose, int stream, long rowKey, int unit) {
        int[] words = new int[Philox.WORDS];
        long block = unit / 64 * 16 + unit % 16;
        Philox.block(Seeds.derive(SEED, purpose, stream), rowKey, DRAW | block << 32, words);
        return words[unit % 64 / 16];
    }

    private void addImages() {
        for (Window w : List.of(new Window(4, 5, 2, 3, 3, 1, 1), new Window(5, 5, 1, 2, 2, 2, 0))) {
            Shape images = Shape.batchOfImages(w.height(), w.width(), w.channels());
            add(
                    "convolve " + w,
                    new Convolve(w, Activation.TANH),
                    2,
                    in -> Definitions.convolve(w, Activation.TANH, in, 2),
                    gaussian(images, 2, 1),
                    fixed(w.patchSize(), 3),
                    fixed(1, 3));
        }
        Window w = new Window(4, 6, 2, 2, 2, 2, 0);
        Shape images = Shape.batchOfImages(4, 6, 2);
        add("pool max", new Pool(w, true), 2, in -> Definitions.pool(w, true, in, 2), gaussian(images, 2, 1));
        add("pool average", new Pool(w, false), 2, in -> Definitions.pool(w, false, in, 2), gaussian(images, 2, 1));
    }

    private void addGaussian() {
        add("gaussian head", new GaussianHead(1e-3f), 3, in -> Definitions.gaussianHead(in, 3, 1e-3f), batch(3, 4));
        Input far = given(Shape.batchOf(2), 1e3, -40, -1e3, 40);
        add("gaussian head edges", new GaussianHead(1e-3f), 2, in -> Definitions.gaussianHead(in, 2, 1e-3f), far);
        Input predicted = given(Shape.batchOf(4), 0.5, -1, 0.3, 2, 0.1, 1, 1.5, 0.7);
        for (float beta : new float[] {0, 0.5f, 1}) {
            double[] weights = Definitions.variancePowers(predicted.values(), 2, beta);
            add(
                    "gaussian nll beta " + beta,
                    new GaussianNll(beta),
                    2,
                    in -> Definitions.gaussianNll(in, 2, weights),
                    predicted,
                    batch(2, 2));
        }
    }

    private void addClasses() {
        Input labels = given(Shape.batchOf(1), 0, 2, 1);
        Input far = given(Shape.batchOf(3), 1e4, -1e4, 0, 88, 89, -90, 0, 0, 0);
        for (float smoothing : new float[] {0, 0.1f}) {
            Definition definition = in -> Definitions.crossEntropy(in, 3, smoothing);
            add("cross-entropy " + smoothing, new SoftmaxCrossEntropy(smoothing), 3, definition, batch(3, 3), labels);
            add("cross-entropy edges " + smoothing, new SoftmaxCrossEntropy(smoothing), 3, definition, far, labels);
        }
        add("binary logits", new BinaryLogits(), 4, in -> Definitions.binaryLogits(in[0]), batch(4, 1));
        add("probabilities", new Probabilities(), 3, in -> Definitions.softmax(in[0], 3), batch(3, 4));
        add("one-hot", new OneHot(3), 3, in -> Definitions.oneHot(in[0], 3), labels);
    }

    private void addFocal() {
        Input labels = given(Shape.batchOf(1), 0, 2, 1);
        Input confident = given(Shape.batchOf(3), 12, 0, -1, 0, 1, 15, 0, -20, 3);
        for (float gamma : new float[] {0, 0.5f, 2}) {
            for (List<Double> alpha : List.of(List.<Double>of(), List.of(0.25, 1.0, 2.0))) {
                SoftmaxFocal operation = new SoftmaxFocal(gamma, alpha, alpha.isEmpty() ? 0 : 0.1f);
                Definition definition = in -> Definitions.focal(in, 3, operation);
                add(operation.toString(), operation, 3, definition, batch(3, 3), labels);
                add("edges " + operation, operation, 3, definition, confident, labels);
            }
        }
    }

    private void addPairs() {
        Input labels = given(Shape.batchOf(1), 0, 1, 0, 1, 2, 0);
        Input single = given(Shape.batchOf(1), 0);
        add("contrastive", new ContrastiveLoss(2), 6, in -> Definitions.contrastive(in, 6, 2), batch(6, 3), labels);
        add(
                "contrastive of one",
                new ContrastiveLoss(2),
                1,
                in -> Definitions.contrastive(in, 1, 2),
                batch(1, 3),
                single);
        for (TripletLoss.Choice choice : TripletLoss.Choice.values()) {
            Definition definition = in -> Definitions.triplet(in, 6, 0.7, choice);
            add("triplet " + choice, new TripletLoss(0.7f, choice), 6, definition, batch(6, 3), labels);
            Definition alone = in -> Definitions.triplet(in, 1, 0.7, choice);
            add("triplet of one " + choice, new TripletLoss(0.7f, choice), 1, alone, batch(1, 3), single);
        }
    }

    private void addDivergences() {
        Input rho = gaussian(Shape.fixed(3, 4), 0, 1);
        add(
                "gaussian divergence",
                new GaussianDivergence(0.7f),
                1,
                in -> Definitions.gaussianDivergence(in, 0.7f),
                fixed(3, 4),
                rho);
        double[] noise = noise(Purpose.WEIGHT_NOISE, 4, new long[] {0, 1, 2}, 4);
        MixtureDivergence mixture = new MixtureDivergence(0.3f, 1.5f, 0.2f, 4);
        add(
                "mixture divergence",
                mixture,
                1,
                in -> Definitions.mixtureDivergence(in, mixture, noise),
                fixed(3, 4),
                rho);
        MixtureDivergence usual = new MixtureDivergence(0.5f, 1f, 0.0024787522f, 4);
        add(
                "mixture divergence of weights far beyond the narrow part",
                usual,
                1,
                in -> Definitions.mixtureDivergence(in, usual, noise),
                gaussian(Shape.fixed(3, 4), 1, 8),
                rho);
    }
}
