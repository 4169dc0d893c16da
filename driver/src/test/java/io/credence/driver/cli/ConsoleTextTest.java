package io.credence.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "2.66931, 2.669",
        "-12345.6, -12350",
        "123456789, 123500000",
        "0.00000123456, 0.000001235",
        "1234567890, 1.235e9",
        "9.9999e8, 1e9",
        "-5.1e-7, -5.1e-7",
        "3.762e56, 3.762e56",
        "NaN, NaN"
    })
    void number_hasFourSignificantDigits_andAnExponentOnlyIfVeryLargeOrSmall(double value, String text) {
        assertThat(ConsoleText.number(value)).isEqualTo(text);
    }

    @Test
    void number_null_isEmpty() {
        assertThat(ConsoleText.number(null)).isEmpty();
    }

    @Test
    void count_one_isSingular() {
        assertThat(ConsoleText.count(1, "row")).isEqualTo("1 row");
        assertThat(ConsoleText.count(0, "row")).isEqualTo("0 rows");
    }
}
