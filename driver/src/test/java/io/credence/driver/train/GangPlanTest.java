package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GangPlanTest {
    @Test
    void manySlots_goToTheReplicas() {
        assertThat(GangPlan.of(5, 8, 20)).isEqualTo(new GangPlan(4, 5));
    }

    @Test
    void fewSlots_goToMembersSideBySide() {
        assertThat(GangPlan.of(5, 8, 2)).isEqualTo(new GangPlan(1, 2));
    }

    @Test
    void lastMember_getsAllThatIsFree() {
        assertThat(GangPlan.of(1, 8, 2)).isEqualTo(new GangPlan(2, 1));
    }

    @Property
    void everyPlan_fitsTheSlotsAndTheReplicas(
            @ForAll @IntRange(min = 1, max = 1000) int members,
            @ForAll @IntRange(min = 0, max = 10) int logReplicas,
            @ForAll @IntRange(min = 1, max = 5000) int slots) {
        int replicas = 1 << logReplicas;
        GangPlan plan = GangPlan.of(members, replicas, slots);
        assertThat(plan.tasks()).isPositive().isLessThanOrEqualTo(replicas);
        assertThat(Integer.bitCount(plan.tasks())).isOne();
        assertThat(plan.atATime()).isBetween(1, members);
        assertThat(plan.tasks() * plan.atATime()).isLessThanOrEqualTo(slots);
    }

    /** With twice the tasks, some members would have to wait; with one more member at a time, it would find no slots. */
    @Property
    void everyPlan_leavesNoSlotsThatItCouldUse(
            @ForAll @IntRange(min = 1, max = 1000) int members,
            @ForAll @IntRange(min = 0, max = 10) int logReplicas,
            @ForAll @IntRange(min = 1, max = 5000) int slots) {
        int replicas = 1 << logReplicas;
        GangPlan plan = GangPlan.of(members, replicas, slots);
        if (plan.tasks() < replicas) {
            assertThat(2L * plan.tasks() * members).isGreaterThan(slots);
        }
        if (plan.atATime() < members) {
            assertThat((plan.atATime() + 1) * plan.tasks()).isGreaterThan(slots);
        }
    }
}
