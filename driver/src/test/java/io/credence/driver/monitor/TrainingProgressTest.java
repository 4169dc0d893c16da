package io.credence.driver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    @Test
    void fraction_withOneOfTwoMembersHalfway_isAQuarter() {
        TrainingProgress.Snapshot state = new TrainingProgress(2, 10).accept(new MemberProgress(0, 5, 0.5, false));

        assertThat(state.fraction()).isEqualTo(0.25);
        assertThat(state.loss()).isEqualTo(0.5);
    }

    @Test
    void accept_ofAMemberThatStoppedEarly_countsAllOfItsEpochs() {
        TrainingProgress training = new TrainingProgress(2, 10);
        MemberProgress early = new MemberProgress(0, 3, 0.5, true);
        MemberProgress late = new MemberProgress(1, 10, 0.25, true);
        training.accept(early);

        assertThat(training.accept(late))
                .isEqualTo(new TrainingProgress.Snapshot(2, 2, 20, 20, 0.375, List.of(early, late)));
    }

    @Test
    void accept_ofARetriedMember_lowersTheProgress() {
        TrainingProgress training = new TrainingProgress(1, 10);
        training.accept(new MemberProgress(0, 8, 0.5, false));

        assertThat(training.accept(new MemberProgress(0, 2, 0.7, false)).fraction())
                .isEqualTo(0.2);
    }

    @Test
    void accept_ofAnUnknownLoss_doesNotAffectTheMean() {
        TrainingProgress training = new TrainingProgress(2, 10);
        training.accept(new MemberProgress(0, 1, Double.NaN, false));

        assertThat(training.accept(new MemberProgress(1, 1, 0.7, false)).loss()).isEqualTo(0.7);
    }

    @Test
    void page_showsMembersInEveryState() {
        TrainingProgress training = new TrainingProgress(3, 10);
        training.accept(new MemberProgress(0, 10, 0.25, true));
        training.accept(new MemberProgress(1, 2.5, Double.NaN, false));

        assertThat(TrainingPage.html(training.snapshot()))
                .contains(
                        "1 of 3 members done, 42 % of 30 epochs",
                        "<td>0</td><td>10.0</td><td>0.2500</td><td>done</td>",
                        "<td>1</td><td>2.5</td><td>NaN</td><td>training</td>",
                        "<td>2</td><td></td><td></td><td>waiting</td>");
    }
}
