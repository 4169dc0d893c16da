package io.credence.driver.train.member;

import io.credence.driver.allreduce.Communicator;
import io.credence.driver.allreduce.transport.Rendezvous;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.monitor.MemberMeter;
import io.credence.driver.monitor.ProgressReporter;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingDivergedException;
import io.credence.ensemble.training.TrainingObserver;
import io.credence.ensemble.training.TrainingState;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a member's job that runs on executors: one task that trains a member, alone or as part of a gang. */
public final class MemberTask implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(MemberTask.class);

    private final NetworkSpec network;
    private final TrainingSpec training;
    private final EnsembleSpec ensemble;
    private final Encoding encoding;
    private final ShardSet train;
    private final ShardSet validation;
    private final HeldOutRows validated;
    private final EnsembleDirectory directory;
    private final SerializableConfiguration hadoop;

    /** @param directory the directory for checkpoints and finished members */
    public MemberTask(TrainingInputs inputs, EnsembleDirectory directory, SerializableConfiguration hadoop) {
        this.network = inputs.network();
        this.training = inputs.training();
        this.ensemble = inputs.ensemble();
        this.encoding = inputs.data().encoding();
        this.train = inputs.data().train();
        this.validation = inputs.data().validation();
        this.validated = inputs.validated();
        this.directory = directory;
        this.hadoop = hadoop;
    }

    /** Trains a member on one ordinary task, which Spark itself retries, elsewhere if necessary. */
    MemberOutcome trainAlone(int index, int restart) throws IOException {
        MemberDirectory files = directory.member(index, hadoop.value());
        CarriedSlices slices = CarriedSlices.all(training.replicas());
        TaskShards shards = open(index, slices);
        if (shards.problem().isPresent()) {
            return ShardProblem.outcome(List.of(shards.problem().get()));
        }
        files.removeUnfinished();
        Optional<TrainingState> newest = files.newestReadable().map(MemberDirectory.Checkpoint::state);
        return train(index, restart, slices, shards, files, newest);
    }

    /**
     * Trains a member together with the other tasks of its gang. One of them chooses the checkpoint from which all
     * continue.
     *
     * @param gang a name that no other attempt has
     * @return the outcome, from the task with the first slices; empty from the others
     */
    Optional<MemberOutcome> trainInGang(int index, int restart, String gang, BarrierTaskContext context)
            throws IOException {
        MemberDirectory files = directory.member(index, hadoop.value());
        try (Communicator communicator = Rendezvous.meet(context, gang, checkpointChosenBy(context, files))) {
            int count = training.replicas() / communicator.worldSize();
            CarriedSlices slices = new CarriedSlices(communicator.rank() * count, count, communicator.allReduce());
            TaskShards shards = open(index, slices);
            // All tasks wait here, because copying shards may take longer than the timeout of the all-reduce.
            List<ShardProblem> problems = Stream.of(context.allGather(ShardProblem.write(shards.problem())))
                    .flatMap(message -> ShardProblem.read(message).stream())
                    .toList();
            MemberOutcome outcome = problems.isEmpty()
                    ? train(index, restart, slices, shards, files, read(files, communicator.messages()))
                    : ShardProblem.outcome(problems);
            return isFirst(slices) ? Optional.of(outcome) : Optional.empty();
        }
    }

    private static String checkpointChosenBy(BarrierTaskContext context, MemberDirectory files) throws IOException {
        if (context.partitionId() > 0) {
            return "";
        }
        files.removeUnfinished();
        return files.newestReadable().map(newest -> newest.name().file()).orElse("");
    }

    private static Optional<TrainingState> read(MemberDirectory files, List<String> messages) throws IOException {
        for (String message : messages) {
            Optional<CheckpointName> chosen = CheckpointName.of(message);
            if (chosen.isPresent()) {
                return Optional.of(files.read(chosen.get()));
            }
        }
        return Optional.empty();
    }

    private TaskShards open(int member, CarriedSlices slices) throws IOException {
        return TaskShards.open(
                train.trainedOnBy(member),
                validation.validatedOnBy(member),
                slices,
                training.replicas(),
                hadoop.value());
    }

    private MemberOutcome train(
            int index,
            int restart,
            CarriedSlices slices,
            TaskShards shards,
            MemberDirectory files,
            Optional<TrainingState> newest) {
        MemberNetwork memberNetwork = MemberNetwork.of(
                network,
                ensemble.posterior().weightPrior(),
                ensemble.posterior().packing(),
                training.loss(),
                encoding);
        MemberTrainer trainer = new MemberTrainer(
                memberNetwork,
                training,
                shards.train(),
                validatedOn(index, shards.validation()),
                TaskContext.get().cpus());
        MemberMeter meter = ProgressReporter.ofThisExecutor()
                .meter(index, ensemble.posterior().networks(), trainer.stepsPerEpoch(), isFirst(slices));
        // The member may have diverged and restarted under an earlier driver.
        int attempt =
                Math.max(restart, newest.map(state -> state.start().attempt()).orElse(0));
        Optional<TrainingState> state = newest.filter(found -> found.start().attempt() == attempt);
        state.ifPresent(found -> LOG.info("Member {} continues after step {}", index, found.steps()));
        try {
            Member member = trainer.train(
                    MemberStart.of(ensemble.seed(), index, attempt),
                    slices,
                    new MemberCheckpoints(files, state, isFirst(slices), training.checkpoint()),
                    withKillCheck(TaskContext.get(), meter::step));
            if (isFirst(slices)) {
                files.finish(member);
            }
            meter.finish(member.history().epochs().size());
            return new MemberOutcome.Trained(member);
        } catch (TrainingDivergedException e) {
            return new MemberOutcome.Diverged(attempt, e.getMessage());
        }
    }

    private List<Shard> validatedOn(int member, List<Shard> shards) {
        return IntStream.range(0, shards.size())
                .mapToObj(shard -> validated.of(shards.get(shard), validation.placeOf(member, shard)))
                .toList();
    }

    /** Returns whether this task saves, reports and returns the result for its gang. */
    private static boolean isFirst(CarriedSlices slices) {
        return slices.first() == 0;
    }

    /** Adds a check whether Spark has killed the task. Steps do not check for interrupts themselves. */
    private static TrainingObserver withKillCheck(TaskContext task, TrainingObserver observer) {
        return (epoch, step, rows, loss, computeNanos, exchangeNanos) -> {
            task.killTaskIfInterrupted();
            observer.stepFinished(epoch, step, rows, loss, computeNanos, exchangeNanos);
        };
    }
}
