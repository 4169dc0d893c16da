package io.credence.ensemble.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.training.MemberHistory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningChartsTest {
    @Test
    void lossAxis_firstEpochsFarAboveAllOthers_endsWhereTheOthersDo() {
        Chart losses = losses(10_000);
        assertThat(losses.y().most()).isBetween(0.95, 1.5);
        assertThat(losses.reading()).contains("Greater losses of the first epochs are in the numbers alone.");
        assertThat(losses.table().get(0).cells()).contains("10,000");
    }

    @Test
    void lossAxis_firstEpochInKeepingWithTheOthers_showsAll() {
        Chart losses = losses(1.2);
        assertThat(losses.y().most()).isNull();
        assertThat(losses.reading()).doesNotContain("numbers alone");
    }

    @Test
    void lossAxis_oneEpochAlone_showsIt() {
        Chart losses = LearningCharts.of(List.of(member(List.of(epoch(3))))).get(0);
        assertThat(losses.y().most()).isNull();
    }

    private static Chart losses(double first) {
        List<MemberHistory.Epoch> epochs = IntStream.range(0, 20)
                .mapToObj(epoch -> epoch(epoch == 0 ? first : 1 - epoch / 40.0))
                .toList();
        return LearningCharts.of(List.of(member(epochs))).get(0);
    }

    private static MemberTraining member(List<MemberHistory.Epoch> epochs) {
        return new MemberTraining(0, new MemberHistory(epochs, epochs.size() - 1, 100, 1, 0, List.of()));
    }

    private static MemberHistory.Epoch epoch(double loss) {
        return new MemberHistory.Epoch(loss, Double.NaN, 1, null);
    }
}
