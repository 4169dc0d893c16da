package io.credence.driver.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTextTest {
    @Property
    void parse_ofAPrintedNumber_returnsIt(@ForAll double value) {
        String text = Double.toString(value);
        if (Double.isNaN(value)) {
            assertThat(NumberText.isMissing(text)).isTrue();
            return;
        }
        assertThat(NumberText.PLAIN.isNumber(text)).isTrue();
        assertThat(NumberText.parse(" " + text + " ")).isEqualTo(value);
    }

    @Property(tries = 200)
    void number_ofALocale_isReadBack(@ForAll @DoubleRange(min = -1e9, max = 1e9) double value) {
        for (Locale locale : new Locale[] {Locale.US, Locale.GERMANY, Locale.FRANCE, Locale.forLanguageTag("de-CH")}) {
            NumberFormat format = NumberFormat.getInstance(locale);
            format.setMaximumFractionDigits(6);
            String text = format.format(value);
            NumberText notation = NumberText.of(locale);
            assertThat(notation.isNumber(text)).as("%s in %s", text, locale).isTrue();
            assertThat(NumberText.parse(notation.plain(text))).isCloseTo(value, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "2f", "0x1p3", "1e", ".", "+", "1.2.3", "1,5", "$5", "5%", "1 000", "e5", "--1"})
    void text_withMoreThanANumber_isNone(String text) {
        assertThat(NumberText.PLAIN.isNumber(text)).isFalse();
        assertThatThrownBy(() -> NumberText.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "01.02.2024", "1.23", "1,2,3", "1.2345"})
    void text_withMisplacedSeparators_isNoGermanNumber(String text) {
        assertThat(NumberText.of(Locale.GERMANY).isNumber(text)).isFalse();
    }

    @Test
    void usualWords_markAMissingNumber() {
        assertThat(List.of("", "  ", "NA", "na", "N/A", "n/a", "#N/A", "<NA>", "NaN", "null", "NULL", "None", "?", "-"))
                .allMatch(NumberText::isMissing);
        assertThat(List.of("0", "-1", "unknown", "x", "NAN1")).noneMatch(NumberText::isMissing);
    }
}
