package io.credence.kernels.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NumericColumnsTest {
    private static final BinEdges EDGES = new BinEdges(List.of(new double[] {0, 1}, new double[] {-1, 0, 2}));

    @Test
    void positionsThatDoNotAscend_areRejected() {
        assertThatThrownBy(() -> new NumericColumns(List.of(1, 1)))
                .hasMessage("the positions of numeric columns are [1, 1]; they must ascend from 0");
        assertThatThrownBy(() -> new NumericColumns(List.of()))
                .hasMessage("there are no numeric columns; there must be at least one");
    }

    @Test
    void edgesThatCoincide_areRejected() {
        assertThatThrownBy(() -> new BinEdges(List.of(new double[] {0})))
                .hasMessage("column 0 has 1 edges of bins; it must have at least 2");
        assertThatThrownBy(() -> new BinEdges(List.of(new double[] {0, 1}, new double[] {1, 1 + 1e-12})))
                .hasMessageStartingWith("edge 1 of column 1 is 1.000000000001; it must be finite and above");
    }

    @Test
    void edgesOfOtherColumns_areRejected() {
        assertThatThrownBy(() -> new EmbedPiecewise(new NumericColumns(List.of(3)), EDGES))
                .hasMessage("2 columns have edges of bins; it must be all 1 numeric columns");
    }

    @Test
    void rowsThatLackAColumn_areRejectedByName() {
        Graph graph = new Graph();
        Node rows = graph.input("rows", Shape.batchOf(4));

        assertThatThrownBy(() -> new NumericEmbedding.PiecewiseLinear(2, 3)
                        .addTo(graph, "numbers", rows, new NumericColumns(List.of(1, 4)), bins -> EDGES))
                .hasMessage("node numbers: input 0 (rows) has shape [batch, 4]; it must be [batch, at least 5]");
    }

    @Property
    void find_returnsTheLastEdgeAtOrBelowANumber_exceptTheVeryLast(
            @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 1, max = 9) Integer> gaps,
            @ForAll @FloatRange(min = -20, max = 400) float x) {
        double[] edges = new double[gaps.size()];
        for (int i = 1; i < edges.length; i++) {
            edges[i] = edges[i - 1] + gaps.get(i);
        }
        BinEdges both = new BinEdges(List.of(new double[] {0, 1}, edges));
        int expected = 0;
        while (expected < edges.length - 2 && edges[expected + 1] <= x) {
            expected++;
        }

        assertThat(both.find(1, x)).isEqualTo(2 + expected);
    }
}
