package io.credence.ensemble.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static SafetensorsReader open(byte[] file) throws IOException {
        return new SafetensorsReader("w.safetensors", new ByteArrayInputStream(file), file.length);
    }

    private static byte[] file(String header, int dataLength) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataLength)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /** The expected bytes are derived from the specification of the format. */
    @Test
    void writtenFile_matchesTheSpecificationByteForByte() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<TensorInfo> tensors = List.of(
                new TensorInfo("b", List.of(2, 1)), new TensorInfo("a", List.of()), new TensorInfo("c", List.of(0)));
        try (SafetensorsWriter writer = new SafetensorsWriter(out, tensors, Map.of("format", "credence"))) {
            writer.write("a", new float[] {9, 1}, 1);
            writer.write("b", new float[] {-2, 0.5f}, 0);
            writer.write("c", new float[0], 0);
        }
        String header = """
                {"__metadata__":{"format":"credence"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},\
                "b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},\
                "c":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""";
        int padded = (header.length() + 7) / 8 * 8;
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(HexFormat.of().toHexDigits((byte) padded)
                        + "00000000000000"
                        + HexFormat.of().formatHex(header.getBytes(StandardCharsets.US_ASCII))
                        + "20".repeat(padded - header.length())
                        + "0000803f" + "000000c0" + "0000003f");
    }

    @Property(tries = 200)
    void tensors_afterRoundTrip_haveTheSameBits(
            @ForAll @Size(max = 6) List<@IntRange(max = 40_000) Integer> sizes, @ForAll int seed) throws IOException {
        Random random = new Random(seed);
        List<TensorInfo> tensors = new ArrayList<>();
        for (int size : sizes) {
            tensors.add(new TensorInfo("tensor." + tensors.size(), List.of(size)));
        }
        List<float[]> values = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SafetensorsWriter writer = new SafetensorsWriter(out, tensors, Map.of())) {
            for (TensorInfo tensor : writer.tensors()) {
                float[] floats = new float[tensor.size() + 3];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = Float.intBitsToFloat(random.nextInt());
                }
                values.add(floats);
                writer.write(tensor.name(), floats, 3);
            }
        }
        try (SafetensorsReader reader = open(out.toByteArray())) {
            assertThat(reader.tensors()).isEqualTo(tensors);
            for (int t = 0; t < tensors.size(); t++) {
                float[] floats = values.get(t).clone();
                Arrays.fill(floats, 3, floats.length, 0);
                reader.read("tensor." + t, floats, 3);
                assertThat(ByteBuffer.allocate(4 * floats.length)
                                .asFloatBuffer()
                                .put(floats)
                                .flip())
                        .isEqualTo(ByteBuffer.allocate(4 * floats.length)
                                .asFloatBuffer()
                                .put(values.get(t))
                                .flip());
            }
        }
    }

    @Test
    void tensorsFromAnotherProgram_areReadInTheOrderOfTheirValues() throws IOException {
        byte[] file = file(
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}"
                        + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                8);
        assertThat(open(file).tensors()).extracting(TensorInfo::name).containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F16','shape':[1],'data_offsets':[0,4]}} | a has dtype \"F16\"; it must be \"F32\"",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | they must be two non-negative integers that"
                        + " differ by 8",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | a has data_offsets [-4,0]; they must be",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0.0,4]}} | a has data_offsets [0.0,4]; they must be",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | a has data_offsets [0]; they must be",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | a has shape [-1]; it must be a list of"
                        + " non-negative",
                "{'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]}} | a has shape [65536,",
                "{'a':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}} | a has shape [4294967297]; it must"
                        + " be",
                "{'a':{'dtype':'F32','shape':{},'data_offsets':[0,4]}} | a has shape {}; it must be a list",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | a begins at byte 4 of the values; it must"
                        + " begin",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | the tensors take 8 bytes, but the file has"
                        + " 4",
                "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}"
                        + ",'b':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}"
                        + " | b begins at byte 0 of the values; it must begin at the end of the previous tensor,"
                        + " at byte 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}"
                        + ",'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | Duplicate field 'a'",
                "{'a':{'dtype':'F32','shape':[1]}} | it must be an object with dtype, shape and data_offsets",
                "{'__metadata__':{'x':1}} | __metadata__.x is not a string; it must be one",
                "{'__metadata__':[]} | __metadata__ is not an object; it must be an object of strings",
                "{'a':1} | a is 1; it must be an object",
                "[] | the header is not JSON; it must begin with {",
                "{} | the tensors take 0 bytes, but the file has 4",
                "{'a': | the header is not valid JSON",
            })
    void damagedHeader_isRejectedWithFileTensorAndAllowedValues(String header, String problem) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> open(file(header, 4)))
                .withMessageStartingWith("w.safetensors: ")
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "-1", "15", "9223372036854775807", "100000001"})
    void impossibleHeaderLength_isRejectedBeforeAllocation(long length) {
        byte[] file = ByteBuffer.allocate(22)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, length)
                .array();
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> open(file))
                .withMessage("w.safetensors: the header's length is " + length + "; it must be from 2 to 14");
    }

    @Test
    void shortFile_isRejectedAsTruncated() throws IOException {
        byte[] file = file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 8);
        SafetensorsReader reader =
                new SafetensorsReader("w", new ByteArrayInputStream(file, 0, file.length - 1), file.length);
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> reader.read("a", new float[2], 0))
                .withMessage("w: ends inside a; it is truncated");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> new SafetensorsReader("w", new ByteArrayInputStream(file, 0, 20), file.length))
                .withMessage("w: ends inside the header, which takes 54 bytes; it is truncated");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> open(new byte[7]))
                .withMessageContaining("ends inside the length of the header");
    }

    @Test
    void tensorsWrittenOutOfOrder_areRejected() throws IOException {
        List<TensorInfo> tensors = List.of(new TensorInfo("a", List.of(1)), new TensorInfo("b", List.of(1)));
        SafetensorsWriter writer = new SafetensorsWriter(new ByteArrayOutputStream(), tensors, Map.of());
        assertThatIllegalStateException().isThrownBy(() -> writer.write("b", new float[1], 0));
        assertThatIllegalStateException().isThrownBy(writer::close).withMessageContaining("name=a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SafetensorsWriter(
                        new ByteArrayOutputStream(), List.of(tensors.get(0), tensors.get(0)), Map.of()))
                .withMessage("two tensors are called a");
    }
}
