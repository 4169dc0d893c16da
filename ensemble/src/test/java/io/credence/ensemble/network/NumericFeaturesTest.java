package io.credence.ensemble.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.encoding.CalendarPart;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.kernels.embedding.BinEdges;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumericFeaturesTest {
    private static final NumberScaling STANDARD = new NumberScaling.Standard(3, 2);

    @Test
    void timeOfADate_isANumberBetweenItsMarkAndItsCalendar() {
        FeatureColumn date = new FeatureColumn.Temporal(
                "day", "UTC", STANDARD, List.of(CalendarPart.values()[0]), MissingPlace.COMMON, null);
        NumericFeatures features = of(date, new FeatureColumn.Numeric("x", STANDARD, MissingPlace.NONE, null));

        assertThat(features.widths(7)).containsExactly(1, 7, 2, 7);
    }

    @Property(tries = 60)
    void edgesOfQuantiles_areSomeOfThem_withTheOutermost(
            @ForAll @IntRange(min = 2, max = 60) int quantiles, @ForAll @IntRange(min = 1, max = 80) int bins) {
        double[] normals =
                IntStream.range(0, quantiles).mapToDouble(i -> i * i - 0.5).toArray();
        double[] values = IntStream.range(0, quantiles).asDoubleStream().toArray();
        double[] edges = edges(new NumberScaling.Quantile(values, normals), bins);

        assertThat(edges).hasSize(Math.min(quantiles, bins + 1));
        assertThat(normals).contains(edges);
        assertThat(edges).startsWith(normals[0]).endsWith(normals[quantiles - 1]);
    }

    @Test
    void edgesOfAStandardisedColumn_areQuantilesOfTheNormalDistribution() {
        double[] edges = edges(STANDARD, 4);

        assertThat(edges).hasSize(5);
        assertThat(edges[2]).isCloseTo(0, within(1e-12));
        assertThat(edges[3]).isCloseTo(0.67449, within(1e-5));
        assertThat(edges[4]).isCloseTo(StandardNormal.quantile(0.975), within(1e-6));
    }

    @Test
    void edgesOfARobustlyScaledColumn_areThoseOfANormalOneScaledLikewise() {
        double[] edges = edges(new NumberScaling.Robust(100, 50), 4);

        assertThat(edges[3]).isCloseTo(0.5 / Math.sqrt(1 + 0.25 / 9), within(1e-5));
    }

    private static NumericFeatures of(FeatureColumn... columns) {
        return new NumericFeatures(new Encoding(List.of(columns), new LabelColumn.Target("y", 0, 1)));
    }

    /** Returns the edges of the bins of one numeric column. */
    private static double[] edges(NumberScaling scaling, int bins) {
        NumericFeatures features = of(new FeatureColumn.Numeric("x", scaling, MissingPlace.NONE, null));
        BinEdges edges = features.edges(bins);
        return IntStream.range(0, edges.count()).mapToDouble(edges::at).toArray();
    }
}
