package io.credence.ensemble.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.training.MemberHistory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSectionTest {
    @Test
    void lossAxis_ofVeryLargeFirstLosses_fitsTheLaterLosses() {
        Chart losses = losses(10_000);
        assertThat(losses.y().max()).isBetween(0.95, 1.5);
        assertThat(losses.caption()).contains("Larger losses of the first epochs appear only in the table.");
        assertThat(losses.table().get(0).cells()).contains("10,000");
    }

    @Test
    void lossAxis_ofOrdinaryFirstLosses_showsAllLosses() {
        Chart losses = losses(1.2);
        assertThat(losses.y().max()).isNull();
        assertThat(losses.caption()).doesNotContain("only in the table");
    }

    @Test
    void lossAxis_ofASingleEpoch_showsIt() {
        Chart losses =
                new TrainingSection(List.of(member(List.of(epoch(3))))).charts().get(0);
        assertThat(losses.y().max()).isNull();
    }

    private static Chart losses(double first) {
        List<MemberHistory.Epoch> epochs = IntStream.range(0, 20)
                .mapToObj(epoch -> epoch(epoch == 0 ? first : 1 - epoch / 40.0))
                .toList();
        return new TrainingSection(List.of(member(epochs))).charts().get(0);
    }

    private static MemberTraining member(List<MemberHistory.Epoch> epochs) {
        return new MemberTraining(0, new MemberHistory(epochs, epochs.size() - 1, 100, 1, 0, List.of()));
    }

    private static MemberHistory.Epoch epoch(double loss) {
        return new MemberHistory.Epoch(loss, Double.NaN, 1, null);
    }
}
