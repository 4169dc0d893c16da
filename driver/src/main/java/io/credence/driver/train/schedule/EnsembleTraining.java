package io.credence.driver.train.schedule;

import io.credence.driver.UserException;
import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.train.member.CheckpointName;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.MemberDirectory;
import io.credence.driver.train.member.MemberJob;
import io.credence.driver.train.member.MemberJob.Withdrawal;
import io.credence.driver.train.member.MemberOutcome;
import io.credence.driver.train.member.MemberTask;
import io.credence.driver.train.member.TrainingWork;
import io.credence.driver.train.member.UnfinishedMember;
import io.credence.ensemble.training.Member;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains all members of an ensemble on the slots that the cluster has, each as a Spark job of its own. One thread decides; beside it every job
 * under way has a thread that waits for it. A member starts as soon as a slot is free, with as many tasks as {@link GangPlan} gives it then.
 *
 * <p>Spark itself tries an ordinary task again. A failed task of a barrier stage ends its job (dmlc/xgboost#8336), so a gang is started again
 * from here. Both go on from the member's newest checkpoint, and come to the same bits.
 */
public final class EnsembleTraining {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleTraining.class);
    private static final long POLL_MILLIS = 500;
    private static final int MOST_RESTARTS = 1;

    /** Where Spark has given up because of excluded executors, the task's own reason begins in the fourth line. */
    private static final int REASON_LINES = 5;

    private final JavaSparkContext context;
    private final TrainingWork work;
    private final EnsembleDirectory directory;
    private final MemberTask task;
    private final Slots slots;
    private final GangSettings settings;
    private final Deque<UnfinishedMember> waiting = new ArrayDeque<>();
    private final Map<Future<MemberOutcome>, MemberJob> running = new HashMap<>();
    private final SortedMap<Integer, Member> finished = new TreeMap<>();
    private long earlierSteps;

    /** @param directory may hold members, finished or not, of an earlier run of the same training */
    public EnsembleTraining(
            JavaSparkContext context,
            TrainingWork work,
            EnsembleDirectory directory,
            Slots slots,
            GangSettings settings)
            throws IOException {
        this.context = context;
        this.work = work;
        this.directory = directory;
        this.task = new MemberTask(work, directory, new SerializableConfiguration(context.hadoopConfiguration()));
        this.slots = slots;
        this.settings = settings;
        Set<Integer> begun = directory.begun(context.hadoopConfiguration());
        for (int index = 0; index < work.ensemble().posterior().networks(); index++) {
            if (begun.contains(index)) {
                find(index);
            } else {
                waiting.add(new UnfinishedMember(index, Optional.empty()));
            }
        }
    }

    private void find(int index) throws IOException {
        MemberDirectory files = directory.member(index, context.hadoopConfiguration());
        Optional<Member> member = files.finished();
        Optional<CheckpointName> newest = files.newest();
        if (member.isPresent()) {
            finished.put(index, member.get());
            earlierSteps += member.get().history().steps();
        } else {
            waiting.add(new UnfinishedMember(index, newest));
            earlierSteps += newest.map(CheckpointName::steps).orElse(0L);
        }
    }

    /** The members that an earlier run has finished. */
    public List<Member> finishedEarlier() {
        return List.copyOf(finished.values());
    }

    /** The steps that earlier runs have taken. */
    public long earlierSteps() {
        return earlierSteps;
    }

    /**
     * Trains until every member is finished.
     *
     * @param watch over the cluster
     * @param progress hears of each member's steps
     * @return the members in their order
     * @throws UserException if a member diverges again after its restart
     * @throws CorruptShardException if a shard is damaged
     * @throws IllegalStateException if a member fails again and again without getting further, or the cluster has no slots any more, or none with
     *     room for copies of shards
     */
    public List<Member> run(ExecutorWatch watch, TrainingMonitor.Training progress) throws IOException {
        if (waiting.isEmpty()) {
            return List.copyOf(finished.values());
        }
        sayPlan(slots.awaitExecutors());
        ExecutorService threads = Executors.newCachedThreadPool(job -> {
            Thread thread = new Thread(job, "credence-member-job");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<MemberOutcome> jobs = new ExecutorCompletionService<>(threads);
            while (!waiting.isEmpty() || !running.isEmpty()) {
                startWhatFits(jobs);
                Future<MemberOutcome> ended = jobs.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended != null) {
                    accept(running.remove(ended), ended);
                }
                watch.check();
                running.values().forEach(job -> withdrawIfStuck(job, progress));
            }
            return List.copyOf(finished.values());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } finally {
            running.values().forEach(job -> job.cancel("the training of the ensemble has ended"));
            threads.shutdown();
        }
    }

    private void startWhatFits(CompletionService<MemberOutcome> jobs) {
        int free = slots.now()
                - running.values().stream().mapToInt(MemberJob::tasks).sum();
        while (!waiting.isEmpty() && (free > 0 || slots.areDynamic())) {
            int tasks = tasksOfNext(free);
            UnfinishedMember member = waiting.poll();
            member.want(0);
            MemberJob job = new MemberJob(context, task, member, tasks);
            running.put(jobs.submit(job), job);
            free -= tasks;
        }
    }

    private int tasksOfNext(int free) {
        if (slots.areDynamic()) {
            return 1;
        }
        int wanted = waiting.peek().wantedTasks();
        return wanted > 0 ? wanted : GangPlan.next(waiting.size(), mostTasks(), free);
    }

    private int mostTasks() {
        return Math.min(work.training().replicas(), settings.maxTasks());
    }

    private void accept(MemberJob job, Future<MemberOutcome> ended) throws InterruptedException, IOException {
        try {
            accept(job, ended.get());
        } catch (ExecutionException e) {
            if (job.withdrawal().isEmpty()) {
                tryAgain(job, e.getCause(), job.tasks() == 1 ? 1 : settings.maxFailures(), job.tasks());
            } else if (job.withdrawal().get() == Withdrawal.NO_SLOTS) {
                startSmaller(job);
            } else {
                tryAgain(job, silence(), settings.maxFailures(), Math.max(1, job.tasks() / 2));
            }
        }
    }

    private void accept(MemberJob job, MemberOutcome outcome) throws IOException {
        UnfinishedMember member = job.member();
        if (outcome instanceof MemberOutcome.Trained trained) {
            finished.put(member.index(), trained.member());
        } else if (outcome instanceof MemberOutcome.Diverged diverged) {
            if (diverged.restart() >= MOST_RESTARTS) {
                throw new UserException(diverged.how() + ". It was the second start, from another seed");
            }
            LOG.warn("{}; it starts afresh from another seed", diverged.how());
            member.restart();
            waiting.addFirst(member);
        } else if (outcome instanceof MemberOutcome.Damaged damaged) {
            throw new CorruptShardException(damaged.why());
        } else if (outcome instanceof MemberOutcome.NoRoom noRoom) {
            startElsewhere(job, noRoom);
        }
    }

    /** Spark would start most tasks on the slots that are free, which are those of an executor on which they fail, so it must have that no more. */
    private void startElsewhere(MemberJob job, MemberOutcome.NoRoom noRoom) {
        if (slots.areDynamic()) {
            tryAgain(job, new IOException(noRoom.why()), settings.maxFailures(), 1);
        } else if (slots.giveBack(noRoom.executors())) {
            LOG.warn(
                    "Member {} goes on without the executors {}, which are given back to the cluster: {}",
                    job.member().index(),
                    noRoom.executors(),
                    noRoom.why());
            waiting.addFirst(job.member());
        } else {
            throw new IllegalStateException(
                    "member " + job.member().index() + " finds room on no executor: " + noRoom.why());
        }
    }

    /**
     * A gang starts again with the tasks that it had: an executor that was lost is often replaced within seconds. If it is not, the gang is
     * withdrawn before long. A single task has already been tried by Spark as often as it may, so another try needs progress.
     *
     * @param allowed how many failures in a row without progress end the training
     * @param tasks with how many tasks it starts
     */
    private void tryAgain(MemberJob job, Throwable failure, int allowed, int tasks) {
        UnfinishedMember member = job.member();
        int failures =
                member.countFailure(directory.newest(member.index(), member.reached(), context.hadoopConfiguration()));
        boolean mistake = ExceptionUtils.indexOfType(failure, UserException.class) >= 0;
        if (mistake || context.sc().isStopped() || failures >= allowed) {
            throw new IllegalStateException(
                    "member " + member.index() + " failed on " + GangPlan.tasks(job.tasks()) + ", "
                            + (failures > 1 ? failures + " times without getting further: " : "")
                            + reason(failure),
                    failure);
        }
        LOG.warn(
                "Member {} failed on {} and goes on {}: {}",
                member.index(),
                GangPlan.tasks(job.tasks()),
                member.reached() == null
                        ? "from the start"
                        : "after step " + member.reached().steps(),
                reason(failure));
        member.want(tasks);
        waiting.addFirst(member);
    }

    /** The task that hangs may be any of a gang's, and its slot may never be free again. */
    private IllegalStateException silence() {
        return new IllegalStateException("its tasks have shown no progress for "
                + settings.silence().toSeconds() + " s (" + GangSettings.SILENCE + ")");
    }

    /** Where a gang finds no slots, those that there are may hold half of it: some may be on a machine that hangs. */
    private void startSmaller(MemberJob job) {
        int most = GangPlan.next(1, job.tasks() / 2, Math.max(1, slots.now()));
        LOG.warn(
                "Member {} has waited {} s for {} slots, of which {} are there; it goes on with {}",
                job.member().index(),
                settings.start().toSeconds(),
                job.tasks(),
                slots.now(),
                GangPlan.tasks(most));
        job.member().want(most);
        waiting.addFirst(job.member());
    }

    private void withdrawIfStuck(MemberJob job, TrainingMonitor.Training progress) {
        if (job.withdrawal().isPresent()) {
            return;
        }
        if (!job.isSeated()
                && job.tasks() > 1
                && job.nanosSinceStart() > settings.start().toNanos()) {
            job.withdraw(Withdrawal.NO_SLOTS);
        } else if (progress.isHearing()
                && nanosSilent(job, progress) > settings.silence().toNanos()) {
            job.withdraw(Withdrawal.SILENCE);
        }
    }

    /**
     * A job that Spark has not started yet may wait for the slot of a task that hangs, or for executors where these are dynamic: it is silent only
     * where all others are.
     */
    private long nanosSilent(MemberJob job, TrainingMonitor.Training progress) {
        if (job.isSeated()) {
            return Math.min(
                    job.nanosSinceSeated(),
                    progress.nanosSinceReport(job.member().index()));
        }
        return slots.areDynamic() ? 0 : Math.min(job.nanosSinceStart(), progress.nanosSinceAnyReport());
    }

    private void sayPlan(int slotsNow) {
        if (!finished.isEmpty() || earlierSteps > 0) {
            LOG.info("Goes on with {} finished members and {} steps of an earlier run", finished.size(), earlierSteps);
        }
        if (slots.areDynamic()) {
            LOG.info(
                    "{} members, each on 1 task, as many at a time as Spark finds executors for{}",
                    waiting.size(),
                    work.training().replicas() == 1
                            ? ""
                            : "; replicas on tasks of their own need " + Slots.DYNAMIC_ALLOCATION + "=false");
            return;
        }
        LOG.info(
                "{} members on {} slots: {}",
                waiting.size(),
                slotsNow,
                GangPlan.of(waiting.size(), mostTasks(), Math.max(1, slotsNow)));
    }

    /** What Spark says of a failed job without the stack traces: why it failed, and the task's own reason. */
    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return String.join(
                " ",
                message.lines()
                        .takeWhile(line -> !line.startsWith("\tat "))
                        .limit(REASON_LINES)
                        .map(String::strip)
                        .toList());
    }
}
