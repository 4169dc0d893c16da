package io.credence.driver.train;

import io.credence.driver.data.LocalShards;
import io.credence.driver.data.ShardRef;
import io.credence.driver.data.ShardSet;
import io.credence.driver.monitor.MemberMeter;
import io.credence.driver.monitor.Progress;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.member.MemberNetwork;
import io.credence.ensemble.member.MemberStart;
import io.credence.ensemble.member.MemberTrainer;
import io.credence.ensemble.member.NetworkSpec;
import io.credence.ensemble.member.Shard;
import io.credence.ensemble.member.TrainingDivergedException;
import io.credence.ensemble.member.TrainingSpec;
import io.credence.ensemble.posterior.EnsembleSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Trains one member on an executor: an ordinary Spark task, so a lost executor costs the work of its own tasks and Spark starts them again
 * elsewhere, with the same result.
 */
final class MemberTask implements Function<Integer, MemberOutcome> {
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

    @Override
    public MemberOutcome call(Integer index) throws IOException {
        MemberNetwork graph = MemberNetwork.of(network, ensemble.weightPrior(), training.loss(), encoding);
        MemberTrainer trainer = new MemberTrainer(graph, training, open(train), open(validation));
        MemberMeter meter = Progress.ofThisExecutor().meter(index, ensemble.networks(), trainer.stepsPerEpoch(), true);
        MemberOutcome outcome = trainWithOneRestart(trainer, index, meter);
        if (outcome.member() != null) {
            meter.finish(outcome.member().history().epochs().size());
        }
        return outcome;
    }

    /** A member that diverges gets one more start, from another seed. */
    private MemberOutcome trainWithOneRestart(MemberTrainer trainer, int index, MemberMeter meter) {
        String divergence = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                MemberStart start = MemberStart.of(ensemble.seed(), index, attempt);
                return MemberOutcome.trained(trainer.train(start, meter::step));
            } catch (TrainingDivergedException e) {
                divergence = e.getMessage();
            }
        }
        return MemberOutcome.diverged(divergence);
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
