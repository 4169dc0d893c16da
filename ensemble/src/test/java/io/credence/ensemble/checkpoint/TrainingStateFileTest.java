package io.credence.ensemble.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.model.SafetensorsReader;
import io.credence.ensemble.model.TensorInfo;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberHistory;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.TrainingState;
import io.credence.kernels.optimizer.OptimizerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TrainingStateFileTest {
    private static final List<MemberHistory.Epoch> EPOCHS = List.of(
            new MemberHistory.Epoch(1 / 3.0, Double.NaN, 1e-300, null),
            new MemberHistory.Epoch(
                    -0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE, new MemberHistory.Divergence(1e3 / 3, 0.01)));
    private static final List<MemberHistory.LayerHealth> LAYERS = List.of(
            new MemberHistory.LayerHealth("hidden.0", 0.1, 0.2, 1 / 7.0, null),
            new MemberHistory.LayerHealth("output", Double.POSITIVE_INFINITY, 0, null, 2 / 3.0));
    private static final byte[] STATE = written(state(3, true));
    private static final byte[] MEMBER = written(member());

    private static TrainingState state(long seed, boolean best) {
        Random random = new Random(seed);
        float[] parameters = floats(random, 7);
        return new TrainingState(
                new MemberStart(4, 1, Long.MIN_VALUE + seed),
                1L << 40,
                parameters,
                best ? floats(random, 7) : null,
                new OptimizerState(12, floats(random, 10)),
                EPOCHS,
                random.nextGaussian(),
                best ? new TrainingState.Best(1, Double.NaN, floats(random, 7)) : null,
                LAYERS,
                12.5,
                1 / 3.0);
    }

    private static float[] floats(Random random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
        }
        return floats;
    }

    private static Member member() {
        float[] parameters = floats(new Random(1), 9);
        return new Member(3, -7, 1, parameters, new MemberHistory(EPOCHS, 1, 99, 2.5, 0.25, LAYERS));
    }

    private static byte[] written(TrainingState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TrainingStateFile.write(state, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] written(Member member) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MemberFile.write(member, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static TrainingState read(byte[] file) throws IOException {
        return TrainingStateFile.read("state", new ByteArrayInputStream(file), file.length);
    }

    private static Member readMember(byte[] file) throws IOException {
        return MemberFile.read("member", new ByteArrayInputStream(file), file.length);
    }

    private static List<Object> parts(TrainingState state) {
        TrainingState.Best best = state.best();
        return List.of(
                state.start(),
                state.steps(),
                bits(state.parameters()),
                state.average() == null ? "none" : bits(state.average()),
                state.optimizer().steps(),
                bits(state.optimizer().moments()),
                state.epochs(),
                state.lossSum(),
                best == null ? "none" : List.of(best.epoch(), best.loss(), bits(best.parameters())),
                state.layers(),
                state.seconds(),
                state.exchangeSeconds());
    }

    private static List<Integer> bits(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Float.floatToRawIntBits(values[i]))
                .toList();
    }

    @Property(tries = 100)
    void state_writtenAndRead_hasTheSameBits(@ForAll long seed, @ForAll boolean best) throws IOException {
        TrainingState state = state(seed, best);
        assertThat(parts(read(written(state)))).isEqualTo(parts(state));
        assertThat(written(read(written(state)))).isEqualTo(written(state));
    }

    @Example
    void member_writtenAndRead_hasTheSameBits() throws IOException {
        Member member = readMember(MEMBER);
        assertThat(member.history()).isEqualTo(member().history());
        assertThat(bits(member.parameters())).isEqualTo(bits(member().parameters()));
        assertThat(List.of(member.index(), member.seed(), member.attempt())).isEqualTo(List.of(3, -7L, 1));
        assertThat(written(readMember(MEMBER))).isEqualTo(MEMBER);
    }

    /** Files written by earlier versions must remain readable. */
    @Example
    void document_ofAMember_keepsItsNamesAndOrder() throws IOException {
        SafetensorsReader reader = new SafetensorsReader("member", new ByteArrayInputStream(MEMBER), MEMBER.length);
        assertThat(reader.metadata().get("document"))
                .isEqualTo("{'start':{'index':3,'attempt':1,'seed':-7},'bestEpoch':1,'steps':99,'history':{'epochs':["
                        .concat("{'trainLoss':'0.3333333333333333','validationLoss':'NaN','gradientNorm':'1.0E-300'},")
                        .concat("{'trainLoss':'-0.0','validationLoss':'Infinity','gradientNorm':'4.9E-324',")
                        .concat("'divergence':'333.3333333333333','divergenceWeight':'0.01'}],'layers':[")
                        .concat("{'name':'hidden.0','firstGradient':'0.1','lastGradient':'0.2',")
                        .concat("'deadUnits':'0.14285714285714285'},{'name':'output','firstGradient':'Infinity',")
                        .concat("'lastGradient':'0.0','divergence':'0.6666666666666666'}],")
                        .concat("'seconds':'2.5','exchangeSeconds':'0.25'}}")
                        .replace('\'', '"'));
    }

    /** Other programs can read the file, because it stores the tensors and the document by name. */
    @Example
    void file_isAValidSafetensorsFile() throws IOException {
        SafetensorsReader reader = new SafetensorsReader("state", new ByteArrayInputStream(STATE), STATE.length);
        assertThat(reader.tensors())
                .extracting(TensorInfo::name)
                .containsExactly("average", "best", "moments", "parameters", "~sha256");
        assertThat(reader.metadata().get("document")).startsWith("{\"start\":{\"index\":4,\"attempt\":1");
    }

    @Example
    void files_truncatedToAnyLength_areRejected() {
        for (int length = 0; length < STATE.length; length++) {
            byte[] prefix = Arrays.copyOf(STATE, length);
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> read(prefix))
                    .withMessageStartingWith("state: ");
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> TrainingStateFile.read("state", new ByteArrayInputStream(prefix), STATE.length))
                    .withMessageContaining("truncated");
        }
        for (int length = 0; length < MEMBER.length; length++) {
            byte[] prefix = Arrays.copyOf(MEMBER, length);
            assertThatExceptionOfType(ModelFormatException.class).isThrownBy(() -> readMember(prefix));
        }
    }

    @Property(tries = 2000)
    void files_withFlippedBits_areRejected(
            @ForAll boolean ofMember, @ForAll @IntRange(min = 1, max = 3) int flips, @ForAll long seed) {
        byte[] file = (ofMember ? MEMBER : STATE).clone();
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (!Arrays.equals(file, ofMember ? MEMBER : STATE)) {
            assertThatThrownBy(() -> {
                        if (ofMember) {
                            readMember(file);
                        } else {
                            read(file);
                        }
                    })
                    .isInstanceOf(ModelFormatException.class);
        }
    }

    @Example
    void flippedBitInTheParameters_isDetectedByTheHash() {
        byte[] file = STATE.clone();
        file[file.length - 32 * Float.BYTES - 1] ^= 1;
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(file))
                .withMessage("state: does not end with the SHA-256 of its contents, so it has been altered");
    }

    @Example
    void fileOfAnotherKind_isRejected() {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(MEMBER))
                .withMessage("state: __metadata__.format is credence-member; it must be credence-training-state");
    }

    @Example
    void invalidDocument_withAValidHash_isRejected() throws IOException {
        assertRejected("{}", "steps is missing");
        assertRejected(
                "{\"steps\":1,\"optimizerSteps\":1,\"averaged\":false}", "is incomplete; it needs start, lossSum");
        assertRejected("no", "is not valid JSON");
        assertRejected(document("\"steps\":-1", "\"lossSum\":\"0\""), "-1 steps");
        assertRejected(document("\"steps\":5", "\"lossSum\":\"much\""), "For input string: \"much\"");
        assertRejected(document("\"steps\":5", "\"lossSum\":\"0\""), "it must have parameters");
        assertRejected(
                document("\"steps\":5", "\"lossSum\":\"0\"").replace("\"seconds\":\"0\",", ""),
                "history: seconds is missing; it must be a string");
    }

    private static String document(String steps, String lossSum) {
        return "{\"start\":{\"index\":0,\"attempt\":0,\"seed\":1}," + steps
                + ",\"optimizerSteps\":1,\"averaged\":false," + lossSum
                + ",\"history\":{\"epochs\":[],\"layers\":[],\"seconds\":\"0\",\"exchangeSeconds\":\"0\"}}";
    }

    private static void assertRejected(String document, String problem) throws IOException {
        TreeMap<String, float[]> tensors = new TreeMap<>();
        if (!problem.contains("parameters")) {
            tensors.put("parameters", new float[1]);
            tensors.put("moments", new float[1]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CheckedTensors(document, tensors).write("credence-training-state", out);
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(out.toByteArray()))
                .withMessageStartingWith("state: ")
                .withMessageContaining(problem);
    }
}
