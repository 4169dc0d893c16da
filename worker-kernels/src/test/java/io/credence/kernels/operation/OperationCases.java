package io.credence.kernels.operation;

import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.embedding.EmbeddingCases;
import io.credence.kernels.loss.BinaryLogits;
import io.credence.kernels.loss.ContrastiveLoss;
import io.credence.kernels.loss.GaussianHead;
import io.credence.kernels.loss.GaussianNllLoss;
import io.credence.kernels.loss.OneHot;
import io.credence.kernels.loss.Probabilities;
import io.credence.kernels.loss.SoftmaxCrossEntropy;
import io.credence.kernels.loss.SoftmaxFocal;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.loss.TripletLoss;
import io.credence.kernels.loss.TripletMining;
import io.credence.kernels.operation.OperationCase.Definition;
import io.credence.kernels.operation.OperationCase.Input;
import io.credence.kernels.random.Philox;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.random.Seeds;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.image.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases for every operation, at random points and at edges, with their {@link Definitions}. */
public final class OperationCases {
    static final long SEED = 77;
    static final int DRAW = 3;

    private final List<OperationCase> cases = new ArrayList<>();
    private final RandomStream random = new RandomStream(5, Purpose.EVALUATION, 0);

    public static List<OperationCase> all() {
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
        all.cases.addAll(EmbeddingCases.all());
        all.cases.addAll(RowLossCases.all());
        all.addPackedMembers();
        return all.cases;
    }

    public static long[] rowKeys(int rows) {
        long[] keys = new long[rows];
        Arrays.setAll(keys, i -> 0x123456789ABCDEFL * (i + 1));
        return keys;
    }

    private void add(String name, Operation operation, int rows, Definition definition, Input... inputs) {
        add(name, operation, rows, 1, definition, inputs);
    }

    private void add(String name, Operation operation, int rows, double size, Definition definition, Input... inputs) {
        cases.add(new OperationCase(name, operation, Mode.TRAINING, rows, size, List.of(inputs), definition));
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
        Input holes = given(Shape.batchOf(3), 0.5, Double.NaN, 2, Double.NaN, Double.NaN, -1, 1, -2, 3);
        add("mark missing", new MarkMissing(2), 3, in -> Definitions.markMissing(in[0], 3, 2), holes);
    }

    private void addPackedMembers() {
        add("scale", new Scale(), 4, Definitions::scale, batch(4, 5), fixed(1, 5));
        add("scale and shift", new Scale(), 4, Definitions::scale, batch(4, 19), fixed(1, 19), fixed(1, 19));
        add(
                "a dense layer of each of 3 members",
                new PerMember(3, new Affine(Activation.TANH)),
                6,
                in -> Definitions.perMember(3, in, own -> Definitions.affine(Activation.TANH, own, 2)),
                batch(6, 5),
                fixed(15, 4),
                fixed(3, 4));
        add(
                "a scale of each of 2 members",
                new PerMember(2, new Scale()),
                6,
                in -> Definitions.perMember(2, in, Definitions::scale),
                batch(6, 5),
                fixed(2, 5));
        add(
                "a product without bias",
                new Affine(Activation.IDENTITY),
                4,
                in -> Definitions.affine(Activation.IDENTITY, new double[][] {in[0], in[1], new double[3]}, 4),
                batch(4, 5),
                fixed(5, 3));
    }

    private void addActivations() {
        Input edges = given(Shape.batchOf(8), -30, -10, -1e-3, 1e-3, 0.5, 10, 30, 80);
        for (Activation f : Activation.values()) {
            add("activate " + f, new Activate(f), 3, in -> Definitions.activate(f, in[0]), batch(3, 7));
            add("activate edges " + f, new Activate(f), 1, in -> Definitions.activate(f, in[0]), edges);
        }
        // These functions decay like exp(x), and must keep their relative precision.
        Input far = given(Shape.batchOf(3), -28, -30, -31);
        for (Activation f : List.of(Activation.SIGMOID, Activation.SILU, Activation.SOFTPLUS)) {
            add("activate far " + f, new Activate(f), 1, 1e-13, in -> Definitions.activate(f, in[0]), far);
        }
    }

    private void addNormalizations() {
        for (int rows : new int[] {1, 2, 5}) {
            addBatchNormalize("batch normalize " + rows, rows, rows, 1e-2f, batch(rows, 3));
        }
        Input constant = given(Shape.batchOf(2), 0.3, 2, -1, 2, 0.7, 2);
        addBatchNormalize("batch normalize a constant", 3, 3, 1e-2f, constant);
        addBatchNormalize("batch normalize images", 2, 12, 1e-5f, gaussian(Shape.batchOfImages(2, 3, 2), 2, 1));
        addRowNormalize("", 3, 1e-5f, batch(3, 6));
        addRowNormalize(" of width 1", 3, 0.1f, batch(3, 1));
        addRowNormalize(" a constant", 1, 0.1f, given(Shape.batchOf(3), 2, 2, 2));
        addRowNormalize(" zeros", 1, 0.1f, given(Shape.batchOf(3), 0, 0, 0));
    }

    /** Adds a case with statistics over {@code values} values; for images, these are all pixels. */
    private void addBatchNormalize(String name, int rows, int values, float epsilon, Input x) {
        int channels = x.shape().channels();
        add(
                name,
                new BatchNormalize(epsilon, rows == 5),
                rows,
                in -> Definitions.batchNormalize(in, values, epsilon),
                x,
                fixed(1, channels),
                fixed(1, channels),
                fixed(1, channels),
                fixed(1, channels));
    }

    private void addRowNormalize(String what, int rows, float epsilon, Input x) {
        int columns = x.shape().columns();
        add(
                "layer normalize" + what,
                new LayerNormalize(epsilon),
                rows,
                in -> Definitions.layerNormalize(in, rows, epsilon),
                x,
                fixed(1, columns),
                fixed(1, columns));
        add(
                "rms normalize" + what,
                new RmsNormalize(epsilon),
                rows,
                in -> Definitions.rmsNormalize(in, rows, epsilon),
                x,
                fixed(1, columns));
    }

    private void addRandom() {
        for (float rate : new float[] {0, 0.3f}) {
            double[] mask = mask(4, 9, rate, 1);
            add(
                    "drop units " + rate,
                    new DropUnits(rate, 1),
                    4,
                    in -> Definitions.multiply(new double[][] {in[0], mask}),
                    batch(4, 9));
        }
        Input rho = gaussian(Shape.fixed(5, 3), 0, 0.5);
        Input biasRho = gaussian(Shape.fixed(1, 3), 0, 0.5);
        addVariational("variational affine", 1, fixed(5, 3), rho, fixed(1, 3), biasRho);
        double[] vanished = new double[15];
        Arrays.fill(vanished, -60);
        addVariational(
                "variational affine with variances below the float range",
                1,
                fixed(5, 3),
                given(Shape.fixed(5, 3), vanished),
                fixed(1, 3),
                given(Shape.fixed(1, 3), -60, -70, -110));
        // Means of 0, because such small standard deviations would vanish next to others.
        Input far = given(Shape.fixed(5, 3), -28, -29, -30, -31, -32, -28, -29, -30, -31, -32, -28, -29, -30, -31, -32);
        Input biasFar = given(Shape.fixed(1, 3), -29, -30, -31);
        Input none = given(Shape.fixed(5, 3), new double[15]);
        addVariational(
                "nearly deterministic variational affine",
                1e-13,
                none,
                far,
                given(Shape.fixed(1, 3), 0, 0, 0),
                biasFar);
    }

    private void addVariational(String name, double size, Input... parameters) {
        double[] noise = noise(Purpose.WEIGHT_NOISE, 2, rowKeys(4), 3);
        List<Input> inputs = new ArrayList<>(List.of(parameters));
        inputs.add(0, batch(4, 5));
        add(
                name,
                new VariationalAffine(2),
                4,
                size,
                in -> Definitions.variationalAffine(in, 4, noise),
                inputs.toArray(Input[]::new));
    }

    /** Returns the dropout mask by its definition: a unit of a row is dropped if its random word is below rate 2^32. */
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

    /**
     * Returns the random word of a unit: unit u of a row has word u / 16 mod 4 of the Philox block 16 (u / 64) + u mod
     * 16.
     */
    private static int word(Purpose purpose, int stream, long rowKey, int unit) {
        int[] words = new int[Philox.WORDS];
        long block = unit / 64 * 16 + unit % 16;
        Philox.block(Seeds.derive(SEED, purpose, stream), rowKey, DRAW | block << 32, words);
        return words[unit % 64 / 16];
    }

    private void addImages() {
        for (Window w : List.of(new Window(4, 5, 2, 3, 3, 1, 1), new Window(5, 5, 1, 2, 2, 2, 0))) {
            Shape images = Shape.batchOfImages(w.height(), w.width(), w.channels());
            for (Activation f : List.of(Activation.TANH, Activation.RELU, Activation.IDENTITY)) {
                add(
                        "convolve " + f + " " + w,
                        new Convolve(w, f),
                        2,
                        in -> Definitions.convolve(w, f, in, 2),
                        gaussian(images, 2, 1),
                        fixed(w.patchSize(), 3),
                        fixed(1, 3));
            }
        }
        // All values differ, by more than the step of finite differences.
        double[] values = new double[2 * 48];
        Arrays.setAll(values, i -> 0.1 * (29 * i % values.length));
        Input images = given(Shape.batchOfImages(4, 6, 2), values);
        for (Window w : List.of(new Window(4, 6, 2, 2, 2, 2, 0), new Window(4, 6, 2, 3, 2, 1, 0))) {
            add("pool max " + w, new Pool(w, true), 2, in -> Definitions.pool(w, true, in, 2), images);
            add("pool average " + w, new Pool(w, false), 2, in -> Definitions.pool(w, false, in, 2), images);
        }
    }

    private void addGaussian() {
        add("gaussian head", new GaussianHead(1e-3f), 3, in -> Definitions.gaussianHead(in, 3, 1e-3f), batch(3, 4));
        Input far = given(Shape.batchOf(2), 1e3, -40, -1e3, 40);
        add("gaussian head edges", new GaussianHead(1e-3f), 2, in -> Definitions.gaussianHead(in, 2, 1e-3f), far);
        addLikelihoods("gaussian nll", 1, given(Shape.batchOf(4), 0.5, -1, 0.3, 2, 0.1, 1, 1.5, 0.7), batch(2, 2));
        addLikelihoods(
                "gaussian nll of tiny variances",
                1e-6,
                given(Shape.batchOf(4), 0.5, -1, 1e-6, 2e-6, 0.1, 1, 3e-6, 1e-5),
                given(Shape.batchOf(2), 0.501, -1, 0.2, 1.002));
    }

    private void addLikelihoods(String name, double size, Input predicted, Input targets) {
        for (float beta : new float[] {0, 0.5f, 1}) {
            double[] weights = Definitions.variancePowers(predicted.values(), 2, beta);
            add(
                    name + " beta " + beta,
                    new GaussianNllLoss(beta),
                    2,
                    size,
                    in -> Definitions.gaussianNll(in, 2, weights),
                    predicted,
                    targets);
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
        Input certain = given(Shape.batchOf(3), 40, 0, -1, 0, -25, 30, 0, -60, 3);
        for (float gamma : new float[] {0, 0.5f, 2}) {
            for (List<Double> alpha : List.of(List.<Double>of(), List.of(0.25, 1.0, 2.0))) {
                SoftmaxFocal operation = new SoftmaxFocal(gamma, alpha, alpha.isEmpty() ? 0 : 0.1f);
                Definition definition = in -> Definitions.focal(in, 3, operation);
                add(operation.toString(), operation, 3, definition, batch(3, 3), labels);
                add("edges " + operation, operation, 3, definition, confident, labels);
                add("far edges " + operation, operation, 3, definition, certain, labels);
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
        for (TripletMining choice : TripletMining.values()) {
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
                "mixture divergence of weights far outside the narrow component",
                usual,
                1,
                in -> Definitions.mixtureDivergence(in, usual, noise),
                gaussian(Shape.fixed(3, 4), 1, 8),
                rho);
    }
}
