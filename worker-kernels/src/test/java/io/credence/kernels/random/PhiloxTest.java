package io.credence.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    /** The lines "philox4x32 10" of kat_vectors in Random123, the authors' own implementation. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
    })
    void block_ofTheKnownAnswerTests_isReproduced(String counter, String key, String expected) {
        int[] counterWords = words(counter);
        int[] keyWords = words(key);
        int[] block = new int[Philox.WORDS];

        Philox.block(
                join(keyWords[0], keyWords[1]),
                join(counterWords[0], counterWords[1]),
                join(counterWords[2], counterWords[3]),
                block);

        assertThat(block).isEqualTo(words(expected));
    }

    private static long join(int low, int high) {
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    private static int[] words(String hex) {
        return java.util.Arrays.stream(hex.split(" "))
                .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
                .toArray();
    }
}
