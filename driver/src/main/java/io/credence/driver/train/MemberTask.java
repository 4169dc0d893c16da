package io.credence.driver.train;

import io.credence.driver.data.CorruptShardException;
import io.credence.driver.data.LocalShards;
import io.credence.driver.data.ShardRef;
import io.credence.driver.data.ShardSet;
import io.credence.driver.monitor.MemberMeter;
import io.credence.driver.monitor.Progress;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.member.Member;
import io.credence.ensemble.member.MemberNetwork;
import io.credence.ensemble.member.MemberStart;
import io.credence.ensemble.member.MemberTrainer;
import io.credence.ensemble.member.NetworkSpec;
import io.credence.ensemble.member.Shard;
import io.credence.ensemble.member.TrainingDivergedException;
import io.credence.ensemble.member.TrainingObserver;
import io.credence.ensemble.member.TrainingSpec;
import io.credence.ensemble.posterior.EnsembleSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;

/** What an executor does to train a member: the part of a member's job that travels. */
final class MemberTask implements Serializable {
    private static final long serialVersionUID = 1L;

    private final NetworkSpec network;
    private final TrainingSpec training;
    private final EnsembleSpec ensemble;
    private final Encoding encoding;
    private final ShardSet train;
    private final ShardSet validation;
    private final SerializableConfiguration hadoop;

    MemberTask(TrainingWork work, SerializableConfiguration hadoop) {
        this.network = work.network();
        this.training = work.training();
        this.ensemble = work.ensemble();
        this.encoding = work.data().encoding();
        this.train = work.data().train();
        this.validation = work.data().validation();
        this.hadoop = hadoop;
    }

    /**
     * Trains a member on this task alone.
     *
     * @param restart how often it has diverged before
     */
    MemberOutcome trainAlone(int index, int restart) throws IOException {
        try {
            MemberNetwork graph = MemberNetwork.of(network, ensemble.weightPrior(), training.loss(), encoding);
            MemberTrainer trainer = new MemberTrainer(graph, training, open(train), open(validation));
            MemberMeter meter =
                    Progress.ofThisExecutor().meter(index, ensemble.networks(), trainer.stepsPerEpoch(), true);
            MemberStart start = MemberStart.of(ensemble.seed(), index, restart);
            Member member = trainer.train(start, endingWith(TaskContext.get(), meter::step));
            meter.finish(member.history().epochs().size());
            return new MemberOutcome.Trained(member);
        } catch (TrainingDivergedException e) {
            return new MemberOutcome.Diverged(restart, e.getMessage());
        } catch (CorruptShardException e) {
            return new MemberOutcome.Refused(e.getMessage());
        }
    }

    /** A step looks at no interrupt by itself, and a task that Spark has given up must not go on. */
    private static TrainingObserver endingWith(TaskContext task, TrainingObserver observer) {
        return (epoch, step, rows, loss, computeNanos, exchangeNanos) -> {
            task.killTaskIfInterrupted();
            observer.stepFinished(epoch, step, rows, loss, computeNanos, exchangeNanos);
        };
    }

    private List<Shard> open(ShardSet shards) throws IOException {
        Configuration configuration = hadoop.value();
        List<Shard> opened = new ArrayList<>();
        for (ShardRef shard : shards.shards()) {
            opened.add(LocalShards.open(shard, configuration));
        }
        return opened;
    }
}
