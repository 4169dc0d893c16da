package io.credence.driver.train;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;

/** One try at a member, as one Spark job of its own: it ends, fails and is cancelled apart from the others. */
final class MemberJob implements Callable<MemberOutcome> {
    private final JavaSparkContext context;
    private final MemberTask work;
    private final UnfinishedMember member;
    private final int tasks;
    private final String group;

    MemberJob(JavaSparkContext context, MemberTask work, UnfinishedMember member, int tasks) {
        this.context = context;
        this.work = work;
        this.member = member;
        this.tasks = tasks;
        this.group = "credence-member-" + member.index() + "-" + UUID.randomUUID();
    }

    UnfinishedMember member() {
        return member;
    }

    int tasks() {
        return tasks;
    }

    /** Runs the job on the calling thread, until it has ended. */
    @Override
    public MemberOutcome call() {
        context.setJobGroup(
                group, "member " + member.index() + " on " + tasks + (tasks == 1 ? " task" : " tasks"), true);
        MemberTask task = work;
        int index = member.index();
        int restart = member.restarts();
        return context.parallelize(List.of(index), 1)
                .map(member -> task.trainAlone(member, restart))
                .collect()
                .get(0);
    }

    /** Ends the job, also where it has not begun. */
    void cancel(String reason) {
        context.sc().cancelJobGroupAndFutureJobs(group, reason);
    }
}
