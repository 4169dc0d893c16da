package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingObserver;
import java.util.List;
import java.util.stream.IntStream;

/** Trains ensembles for tests, on one thread and without Spark. */
final class TrainedEnsembles {
    private TrainedEnsembles() {}

    /** Returns an encoding of unscaled numeric features and the given label. */
    static Encoding encoding(int features, LabelColumn label) {
        return new Encoding(
                IntStream.range(0, features)
                        .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                        .toList(),
                label);
    }

    /** Trains all networks of an ensemble, sequentially. */
    static EnsembleModel train(
            NetworkSpec network, EnsembleSpec ensemble, TrainingSpec training, Encoding encoding, Shard rows) {
        MemberNetwork graph = MemberNetwork.of(network, ensemble.posterior().weightPrior(), training.loss(), encoding);
        List<float[]> members = IntStream.range(0, ensemble.posterior().networks())
                .mapToObj(member -> new MemberTrainer(graph, training, List.of(rows), List.of())
                        .train(MemberStart.of(ensemble.seed(), member, 0), TrainingObserver.NONE)
                        .parameters())
                .toList();
        Task task = encoding.label() instanceof LabelColumn.Classes ? Task.CLASSIFICATION : Task.REGRESSION;
        return new EnsembleModel(
                task, network, training.loss(), ensemble, encoding, new Calibration.None(), null, members);
    }
}
