package io.credence.driver.train.member;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One try at a member, as one Spark job of its own: it ends, fails and is cancelled apart from the others. On one task it is an ordinary job, on
 * more a barrier job, whose tasks start together or not at all.
 */
public final class MemberJob implements Callable<MemberOutcome> {
    private final JavaSparkContext context;
    private final MemberTask work;
    private final UnfinishedMember member;
    private final int tasks;
    private final int restart;
    private final String name;
    private final long startNanos = System.nanoTime();
    private long seatedNanos;
    private boolean seated;
    private Withdrawal withdrawal;

    public MemberJob(JavaSparkContext context, MemberTask work, UnfinishedMember member, int tasks) {
        this.context = context;
        this.work = work;
        this.member = member;
        this.tasks = tasks;
        this.restart = member.restarts();
        this.name = "credence-member-" + member.index() + "-" + UUID.randomUUID();
    }

    public UnfinishedMember member() {
        return member;
    }

    public int tasks() {
        return tasks;
    }

    /** Runs the job on the calling thread, until it has ended. */
    @Override
    public MemberOutcome call() {
        context.setJobGroup(
                name, "member " + member.index() + (tasks == 1 ? " on 1 task" : " on " + tasks + " tasks"), true);
        return tasks == 1 ? runAlone() : runGang();
    }

    private MemberOutcome runAlone() {
        MemberTask task = work;
        int attempt = restart;
        return context.parallelize(List.of(member.index()), 1)
                .map(index -> task.trainAlone(index, attempt))
                .collect()
                .get(0);
    }

    private MemberOutcome runGang() {
        // As Spark's own Java API has it: an array of outcomes is made as one of objects.
        @SuppressWarnings("unchecked")
        ClassTag<MemberOutcome> tag = (ClassTag<MemberOutcome>) (ClassTag<?>) ClassTag$.MODULE$.AnyRef();
        RDD<Integer> seats = context.parallelize(
                        IntStream.range(0, tasks).boxed().toList(), tasks)
                .rdd();
        RDD<MemberOutcome> outcomes =
                seats.barrier().mapPartitions(new GangTask(work, member.index(), restart, name), false, tag);
        return JavaRDD.fromRDD(outcomes, tag).collect().get(0);
    }

    /** Why the driver ends a job before its time. */
    public enum Withdrawal {
        NO_SLOTS("there are no slots for its tasks"),
        SILENCE("its tasks show no progress");

        private final String reason;

        Withdrawal(String reason) {
            this.reason = reason;
        }
    }

    /** Whether all of its tasks have started, at one time or another, as far as was asked. */
    public boolean isSeated() {
        if (!seated && tasksStarted() >= tasks) {
            seated = true;
            seatedNanos = System.nanoTime();
        }
        return seated;
    }

    /** The time since it was first seen to be seated. */
    public long nanosSinceSeated() {
        return System.nanoTime() - seatedNanos;
    }

    private int tasksStarted() {
        return IntStream.of(context.statusTracker().getJobIdsForGroup(name))
                .mapToObj(context.statusTracker()::getJobInfo)
                .filter(job -> job != null)
                .flatMapToInt(job -> IntStream.of(job.stageIds()))
                .mapToObj(context.statusTracker()::getStageInfo)
                .filter(stage -> stage != null)
                .mapToInt(stage -> stage.numActiveTasks() + stage.numCompletedTasks())
                .sum();
    }

    public long nanosSinceStart() {
        return System.nanoTime() - startNanos;
    }

    /** Ends the job. */
    public void withdraw(Withdrawal why) {
        withdrawal = why;
        cancel(why.reason);
    }

    /** Why it was withdrawn; empty if it was not. */
    public Optional<Withdrawal> withdrawal() {
        return Optional.ofNullable(withdrawal);
    }

    /** Ends the job, also where it has not begun. */
    public void cancel(String reason) {
        context.sc().cancelJobGroupAndFutureJobs(name, reason);
    }
}
