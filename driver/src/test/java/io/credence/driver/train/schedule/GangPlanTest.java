package io.credence.driver.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GangPlanTest {
    @Test
    void plan_withManySlots_givesSeveralTasksToEachMember() {
        assertThat(GangPlan.of(5, 8, 20)).hasToString("5 at a time, each on 4 tasks");
    }

    @Test
    void plan_withFewSlots_givesOneTaskToEachMember() {
        assertThat(GangPlan.of(5, 8, 2)).hasToString("2 at a time, each on 1 task");
    }

    @Test
    void plan_ofOneMember_usesAllSlots() {
        assertThat(GangPlan.of(1, 8, 2)).hasToString("1 at a time, each on 2 tasks");
    }

    @Test
    void plan_withSlotsThatDoNotDivideEvenly_givesMoreToTheLastMembers() {
        assertThat(GangPlan.of(2, 8, 12).starts()).containsExactly(4, 8);
        assertThat(GangPlan.of(2, 8, 12)).hasToString("2 at a time, 1 on 4 tasks and 1 on 8 tasks");
    }

    @Property
    void anyPlan_fitsTheSlotsAndTheReplicas(
            @ForAll @IntRange(min = 1, max = 1000) int members,
            @ForAll @IntRange(min = 0, max = 10) int logReplicas,
            @ForAll @IntRange(min = 1, max = 5000) int slots) {
        int replicas = 1 << logReplicas;
        GangPlan plan = GangPlan.of(members, replicas, slots);
        assertThat(plan.starts()).hasSizeBetween(1, members).allSatisfy(tasks -> {
            assertThat(tasks).isBetween(1, replicas);
            assertThat(Integer.bitCount(tasks)).isOne();
        });
        assertThat(sum(plan)).isLessThanOrEqualTo(slots);
    }

    /** Members wait only if every slot is taken. If none waits, no gang could have twice the tasks. */
    @Property
    void anyPlan_usesAsManySlotsAsPossible(
            @ForAll @IntRange(min = 1, max = 1000) int members,
            @ForAll @IntRange(min = 0, max = 10) int logReplicas,
            @ForAll @IntRange(min = 1, max = 5000) int slots) {
        int replicas = 1 << logReplicas;
        GangPlan plan = GangPlan.of(members, replicas, slots);
        int idle = slots - sum(plan);
        if (plan.starts().size() < members) {
            assertThat(idle).isZero();
        }
        assertThat(plan.starts()).allSatisfy(tasks -> assertThat(tasks == replicas || tasks > idle)
                .isTrue());
    }

    private static int sum(GangPlan plan) {
        return plan.starts().stream().mapToInt(Integer::intValue).sum();
    }
}
