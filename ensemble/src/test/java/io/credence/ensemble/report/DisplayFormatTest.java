package io.credence.ensemble.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "1 | 1",
                "3.14159 | 3.14",
                "27.456 | 27.46",
                "123.456 | 123.5",
                "1204.4 | 1,204",
                "0.25 | 0.25",
                "0.031234 | 0.0312",
                "0.000123456 | 0.000123",
                "0.00001 | 1E−5",
                "12345678 | 1.23E7",
                "-2.5 | −2.5",
                "0.9996 | 1",
                "NaN | –",
                "Infinity | ∞",
                "-Infinity | −∞"
            })
    void number_hasFewSignificantDigits(double value, String expected) {
        assertThat(DisplayFormat.number(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.9523 | 95.2 %", "1 | 100 %", "0 | 0 %", "-0.5 | −50 %", "NaN | –"})
    void percent_hasAtMostOneDecimalPlace(double fraction, String expected) {
        assertThat(DisplayFormat.percent(fraction).replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.812 | 0.81 s", "42.4 | 42 s", "59.9 | 60 s", "185 | 3 min 5 s", "7805 | 2 h 10 min", "NaN | –"})
    void seconds_areShownInReadableUnits(double seconds, String expected) {
        assertThat(DisplayFormat.seconds(seconds).replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"wallSeconds,Wall seconds", "mc-dropout-ensemble,Mc dropout ensemble", "coverage95,Coverage 95", "x,X"})
    void key_becomesWords(String name, String expected) {
        assertThat(DisplayFormat.words(name)).isEqualTo(expected);
    }
}
