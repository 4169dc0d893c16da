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
 * One attempt to train a member, as a separate Spark job that ends, fails and is cancelled independently of others.
 * With one task it is an ordinary job; with more it is a barrier job, whose tasks start together or not at all.
 */
public final class MemberJob implements Callable<MemberOutcome> {
    private final JavaSparkContext context;
    private final MemberTask task;
    private final UnfinishedMember member;
    private final int tasks;
    private final int restart;
    private final String name;
    private final long startNanos = System.nanoTime();
    private long allSlotsNanos;
    private boolean allSlots;
    private Withdrawal withdrawal;

    /** Describes a job that {@link #call} runs. */
    public MemberJob(JavaSparkContext context, MemberTask task, UnfinishedMember member, int tasks) {
        this.context = context;
        this.task = task;
        this.member = member;
        this.tasks = tasks;
        this.restart = member.restarts();
        this.name = "credence-member-" + member.index() + "-" + UUID.randomUUID();
    }

    /** Returns the member that the job trains. */
    public UnfinishedMember member() {
        return member;
    }

    /** Returns the number of tasks of the job. */
    public int tasks() {
        return tasks;
    }

    /** Runs the job. Returns when it has ended. */
    @Override
    public MemberOutcome call() {
        context.setJobGroup(
                name, "member " + member.index() + (tasks == 1 ? " on 1 task" : " on " + tasks + " tasks"), true);
        return tasks == 1 ? runAlone() : runGang();
    }

    private MemberOutcome runAlone() {
        MemberTask serializableTask = task;
        int attempt = restart;
        return context.parallelize(List.of(member.index()), 1)
                .map(index -> serializableTask.trainAlone(index, attempt))
                .collect()
                .get(0);
    }

    private MemberOutcome runGang() {
        // As in Spark's own Java API, an array of outcomes is created as an array of objects.
        @SuppressWarnings("unchecked")
        ClassTag<MemberOutcome> tag = (ClassTag<MemberOutcome>) (ClassTag<?>) ClassTag$.MODULE$.AnyRef();
        RDD<Integer> partitions = context.parallelize(
                        IntStream.range(0, tasks).boxed().toList(), tasks)
                .rdd();
        RDD<MemberOutcome> outcomes = partitions
                .barrier()
                .mapPartitions(new BarrierTaskFunction(task, member.index(), restart, name), false, tag);
        return JavaRDD.fromRDD(outcomes, tag).collect().get(0);
    }

    /** The reason why the driver ends a job early. */
    public enum Withdrawal {
        /** A gang found no slots for all of its tasks in time. */
        NO_SLOTS("there are no slots for its tasks"),
        /** The tasks made no progress for too long. */
        SILENCE("its tasks make no progress");

        private final String reason;

        Withdrawal(String reason) {
            this.reason = reason;
        }
    }

    /** Returns whether all of its tasks have started. Once this has been observed, the answer stays true. */
    public boolean hasAllSlots() {
        if (!allSlots && tasksStarted() >= tasks) {
            allSlots = true;
            allSlotsNanos = System.nanoTime();
        }
        return allSlots;
    }

    /** Returns the time since {@link #hasAllSlots} first returned true. */
    public long nanosSinceAllSlots() {
        return System.nanoTime() - allSlotsNanos;
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

    /** Returns the time since the job was created. */
    public long nanosSinceStart() {
        return System.nanoTime() - startNanos;
    }

    /** Ends the job and records why. */
    public void withdraw(Withdrawal why) {
        withdrawal = why;
        cancel(why.reason);
    }

    /** Returns why the job was withdrawn; empty if it was not. */
    public Optional<Withdrawal> withdrawal() {
        return Optional.ofNullable(withdrawal);
    }

    /** Ends the job, even if it has not begun. */
    public void cancel(String reason) {
        context.sc().cancelJobGroupAndFutureJobs(name, reason);
    }
}
