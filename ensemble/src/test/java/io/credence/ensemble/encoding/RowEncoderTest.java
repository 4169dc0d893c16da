package io.credence.ensemble.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.ensemble.encoding.FeatureColumn.Categorical;
import io.credence.ensemble.encoding.FeatureColumn.Indexed;
import io.credence.ensemble.encoding.FeatureColumn.Numeric;
import io.credence.ensemble.encoding.FeatureColumn.Temporal;
import io.credence.ensemble.encoding.FeatureColumn.Vector;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowEncoderTest {
    private static final Encoding ENCODING = new Encoding(
            List.of(
                    new Numeric("size", 10, 2, true),
                    new Numeric("age", 0, 4, false),
                    new Categorical("colour", List.of("blue", "red"), true),
                    new Categorical("shape", List.of("round", "square"), false),
                    new Vector(
                            "pixels", List.of(new NumberScaling.Standard(1, 1), new NumberScaling.Standard(2, 0.5)))),
            new LabelColumn.Target("price", 100, 10));

    /** Cells as Java objects. */
    private record Cells(Object... values) implements RowCells {
        @Override
        public boolean isMissing(int column) {
            return values[column] == null;
        }

        @Override
        public double number(int column) {
            return values[column] == null ? Double.NaN : ((Number) values[column]).doubleValue();
        }

        @Override
        public String text(int column) {
            return values[column].toString();
        }

        @Override
        public long localMicros(int column, ZoneId zone) {
            return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), (LocalDateTime) values[column]);
        }

        @Override
        public double[] vector(int column) {
            return (double[]) values[column];
        }
    }

    @Test
    void presentValues_areScaledAndOneHot() {
        assertThat(encode(new Cells(14, 2, "red", "round", new double[] {2, 2})))
                .containsExactly(2f, 0.5f, 0f, 1f, 0f, 1f, 0f, 1f, 0f);
    }

    @Test
    void missingValues_becomeNaNOrTheMeanOrTheMissingCategory() {
        assertThat(encode(new Cells(null, null, null, null, new double[] {1, 2})))
                .containsExactly(Float.NaN, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 0f);
    }

    @Test
    void indexedCategory_becomesItsIndexAndUnknownBecomesZero() {
        Encoding encoding = new Encoding(
                List.of(
                        new Numeric("size", 0, 1, false),
                        new Indexed("airport", List.of("AMS", "LHR"), true),
                        new Indexed("carrier", List.of("KL"), false)),
                new LabelColumn.Target("delay", 0, 1));
        assertThat(encode(encoding, new Cells(3, "LHR", "KL"))).containsExactly(3f, 2f, 1f);
        assertThat(encode(encoding, new Cells(3, "JFK", "BA"))).containsExactly(3f, 0f, 0f);
        assertThat(encode(encoding, new Cells(3, null, null))).containsExactly(3f, 3f, 0f);
        assertThat(encoding.indexed()).extracting(Indexed::places).containsExactly(4, 2);
    }

    @Test
    void indexedColumnBeforeAnother_isRejected() {
        assertThatThrownBy(() -> new Encoding(
                        List.of(new Indexed("airport", List.of("AMS"), false), new Numeric("size", 0, 1, false)),
                        new LabelColumn.Target("delay", 0, 1)))
                .hasMessageContaining("the feature size follows the feature airport");
    }

    @Test
    void unknownCategory_becomesAllZeros() {
        assertThat(Arrays.copyOfRange(encode(new Cells(10, 0, "green", "oval", new double[] {1, 2})), 2, 7))
                .containsOnly(0f);
    }

    @Test
    void time_becomesItsPositionAndTheSineAndCosineOfEachPart() {
        Encoding encoding = new Encoding(
                List.of(new Temporal(
                        "sold",
                        "UTC",
                        new NumberScaling.Standard(10, 2),
                        List.of(CalendarPart.MONTH, CalendarPart.WEEKDAY, CalendarPart.HOUR),
                        MissingPlace.UNSEEN,
                        new NumberRange(0, 20))),
                new LabelColumn.Target("price", 0, 1));
        // 1 January 1970 was a Thursday, the first day of a week here; 14 days later is a Thursday too.
        float[] first = encode(encoding, new Cells(LocalDateTime.of(1970, 1, 1, 6, 0)));
        assertThat(first).containsExactly(0f, -4.875f, 0f, 1f, 0f, 1f, 1f, (float) StrictMath.cos(Math.PI / 2));
        float[] later = encode(encoding, new Cells(LocalDateTime.of(1970, 1, 15, 12, 0)));
        assertThat(later[1]).isEqualTo(2.25f);
        assertThat(later[2]).isEqualTo((float) StrictMath.sin(2 * Math.PI * 14 / 365));
        assertThat(later[5]).isEqualTo(1f);
        assertThat(later[7]).isEqualTo(-1f);
        assertThat(encode(encoding, new Cells((Object) null))).containsExactly(4f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
    }

    @Test
    void cellsThatTrainingNeverHad_areCountedByRowAndColumn() {
        Encoding encoding = new Encoding(
                List.of(
                        new Numeric(
                                "size", new NumberScaling.Standard(0, 1), MissingPlace.UNSEEN, new NumberRange(-1, 5)),
                        new Numeric("age", 0, 1, true),
                        new Categorical("colour", List.of("blue"), false, true),
                        new Indexed("airport", List.of("AMS"), true)),
                new LabelColumn.Target("delay", 0, 1));
        RowEncoder encoder = new RowEncoder(encoding);
        for (Cells row : List.of(
                new Cells(5, 1, "blue", "AMS"),
                new Cells(6, null, "blue", null),
                new Cells(null, 1, "green", "LHR"),
                new Cells(-2, 1, null, "AMS"))) {
            encoder.encode(row, new float[encoding.width()], 0);
        }
        assertThatThrownBy(() -> encoder.encode(new Cells(null, 1e300, "red", "AMS"), new float[encoding.width()], 0))
                .isInstanceOf(InvalidRowException.class);
        assertThat(encode(encoding, new Cells(1, 1, "green", "AMS"))).containsExactly(1f, 1f, 0f, 4f, 1f);
        UnseenCells unseen = new UnseenCells(4);
        unseen.add(encoder.unseen());
        assertThat(unseen.rows()).isEqualTo(4);
        assertThat(unseen.rowsWithUnseen()).isEqualTo(2);
        assertThat(unseen.rowsOutside()).isEqualTo(2);
        assertThat(List.of(unseen.unseen(0), unseen.unseen(1), unseen.unseen(2), unseen.unseen(3)))
                .containsExactly(1L, 0L, 2L, 1L);
        assertThat(unseen.outside(0)).isEqualTo(2);
    }

    @Test
    void encode_writesOnlyItsOwnRange() {
        float[] into = new float[ENCODING.width() + 4];
        Arrays.fill(into, 7f);
        new RowEncoder(ENCODING).encode(new Cells(14, 2, "red", "round", new double[] {2, 2}), into, 2);
        assertThat(into[1]).isEqualTo(7f);
        assertThat(into[2]).isEqualTo(2f);
        assertThat(into[3]).isEqualTo(0.5f);
        assertThat(into[ENCODING.width() + 2]).isEqualTo(7f);
    }

    @Test
    void target_isStandardised() {
        assertThat(new RowEncoder(ENCODING).target(new Cells(0, 0, "", "", null, 115.0)))
                .isEqualTo(1.5f);
    }

    @Test
    void classTarget_isItsIndex() {
        RowEncoder encoder =
                new RowEncoder(new Encoding(List.of(), new LabelColumn.Classes("kind", List.of("a", "b"))));
        assertThat(encoder.target(new Cells("b"))).isEqualTo(1f);
        assertThatThrownBy(() -> encoder.target(new Cells("c")))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("kind")
                .hasMessageContaining("\"c\"");
    }

    @Test
    void valuesOutsideFloat32_areRejectedByColumn() {
        assertRejected("size", Double.POSITIVE_INFINITY, 0, "red", "round", new double[] {1, 2});
        assertRejected("age", 1, 1e60, "red", "round", new double[] {1, 2});
        assertRejected("pixels", 1, 1, "red", "round", new double[] {1, Double.NaN});
        assertRejected("pixels", 1, 1, "red", "round", new double[] {1, 2, 3});
        assertRejected("pixels", 1, 1, "red", "round", null);
    }

    @Test
    void missingLabel_isRejected() {
        assertThatThrownBy(() -> new RowEncoder(ENCODING).target(new Cells(0, 0, "", "", null, null)))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("price");
    }

    @Test
    void zeroScale_isRejected() {
        assertThatThrownBy(() -> new Numeric("x", 0, 0, false)).hasMessageContaining("scale 0.0");
    }

    private static void assertRejected(String column, Object... values) {
        assertThatThrownBy(() -> encode(new Cells(values)))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("the column " + column);
    }

    private static float[] encode(RowCells row) {
        return encode(ENCODING, row);
    }

    private static float[] encode(Encoding encoding, RowCells row) {
        float[] encoded = new float[encoding.width()];
        new RowEncoder(encoding).encode(row, encoded, 0);
        return encoded;
    }
}
